package org.ppl4j.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Draw;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.nn.Network;
import org.ppl4j.plots.AnimatedContour;
import org.ppl4j.plots.ContourPlot;
import org.ppl4j.plots.Drawing;
import org.ppl4j.plots.Grid;
import org.ppl4j.plots.LabelledPoints;
import org.ppl4j.plots.Pictures;
import org.ppl4j.plots.ScalarDraws;
import org.ppl4j.plots.ScatterPlot;
import org.ppl4j.plots.TraceAndDensity;
import org.ppl4j.samplers.Hmc;
import org.ppl4j.samplers.RunReport;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/**
 * Turing.jl's tutorial on Bayesian neural networks: a small network classifies points in the plane, its weights are random
 * variables, and Hamiltonian Monte Carlo draws from their posterior.
 *
 * <p>Run it with a folder for the pictures as its argument, or none for {@code pictures/bayesian-neural-network}.
 */
public final class BayesianNeuralNetwork {

    private static final int POINTS_A_BOX = 20;
    private static final int DRAWS = 5_000;
    private static final int GRID = 25;
    private static final double LIMIT = 6;

    private BayesianNeuralNetwork() {}

    /** Points in four boxes around the origin; a point's label is 1 where both coordinates have one sign, else 0. */
    private static final class Dataset {

        private final double[][] points = new double[4 * POINTS_A_BOX][];
        private final double[] labels = new double[4 * POINTS_A_BOX];

        Dataset(Random random) {
            for (int box = 0; box < 4; box++) {
                boolean right = box == 0 || box == 3;
                boolean top = box == 0 || box == 2;
                for (int i = box * POINTS_A_BOX; i < (box + 1) * POINTS_A_BOX; i++) {
                    double x = random.nextDouble() * 4.5 + (right ? 0.5 : -5);
                    double y = random.nextDouble() * 4.5 + (top ? 0.5 : -5);
                    points[i] = new double[] {x, y};
                    labels[i] = right == top ? 1 : 0;
                }
            }
        }
    }

    /**
     * Runs the example.
     *
     * @param arguments the folder for the pictures, or nothing
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "pictures/bayesian-neural-network");
        run(folder, DRAWS);
    }

    static Chains run(Path folder, int draws) {
        Dataset data = new Dataset(new Random(1));
        Network network = Network.of(twoThreeTwoOne());

        // The prior keeps the weights near zero: a regularisation of 0.09 is a variance of its inverse.
        double sigma = Math.sqrt(1 / 0.09);
        Tensor points = Tensor.of(data.points);
        Tensor labels = Tensor.of(data.labels);
        Model model = Model.of("bayesian_neural_network", m -> {
            Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), sigma));
            Tensor predictions = network.forward(parameters, points);
            m.observe("labels", Bernoulli.of(predictions), labels);
        });

        long start = System.nanoTime();
        ModelDensity density = model.density();
        long traced = System.nanoTime();
        density.compile();
        long compiled = System.nanoTime();

        Duration tracing = Duration.ofNanos(traced - start);
        Duration compiling = Duration.ofNanos(compiled - traced);
        Chains chains = Sampling.of(model)
                .with(Hmc.of(0.05, 4))
                .chains(1)
                .draws(draws)
                .seed(1)
                .onFinish(report -> printTimes(tracing, compiling, report))
                .run();

        System.out.println(chains.summary());
        Draw best = chains.findmax("lp");
        double[] map = best.value("parameters");
        System.out.printf(
                "%nThe draw with the highest lp is number %d, lp = %.4f, with the parameters%n",
                best.index(), best.value());
        System.out.println(format(map));

        Predictor mapPrediction = rows -> network.predict(map, rows);
        Predictor meanPrediction = rows -> posteriorMean(network, chains, Math.min(1_500, draws), rows);
        System.out.printf(
                "%nAccuracy on the training points: MAP %.1f %%, posterior mean %.1f %%%n",
                100 * accuracy(mapPrediction, data), 100 * accuracy(meanPrediction, data));

        Pictures.writeAll(drawings(folder, data, network, chains, mapPrediction, meanPrediction));
        System.out.println("Pictures are in " + folder.toAbsolutePath());
        return chains;
    }

    /** Two inputs, layers of three and two hyperbolic tangents, and one sigmoid: 20 parameters. */
    static MultiLayerConfiguration twoThreeTwoOne() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(2)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    /** Gives the probability of label 1 at each point. */
    private interface Predictor {
        double[][] predict(double[][] points);
    }

    /** The mean prediction over every tenth of the first draws. */
    private static double[][] posteriorMean(Network network, Chains chains, int draws, double[][] points) {
        double[][] mean = new double[points.length][1];
        int used = (draws + 9) / 10;
        for (int i = 0; i < draws; i += 10) {
            double[][] predictions = network.predict(chains.draw(0, i, "parameters"), points);
            for (int k = 0; k < points.length; k++) {
                mean[k][0] += predictions[k][0] / used;
            }
        }
        return mean;
    }

    private static double accuracy(Predictor predictor, Dataset data) {
        double[][] predictions = predictor.predict(data.points);
        int right = 0;
        for (int i = 0; i < predictions.length; i++) {
            right += (predictions[i][0] > 0.5) == (data.labels[i] == 1) ? 1 : 0;
        }
        return (double) right / predictions.length;
    }

    private static Map<Path, Drawing> drawings(
            Path folder, Dataset data, Network network, Chains chains, Predictor map, Predictor mean) {
        List<LabelledPoints> classes = List.of(ofLabel(data, 0), ofLabel(data, 1));
        Map<Path, Drawing> drawings = new LinkedHashMap<>();
        drawings.put(
                folder.resolve("iterations.gif"),
                AnimatedContour.of(frames(network, chains))
                        .points(classes)
                        .axes("x₁", "x₂")
                        .valueLabel("P(label 1)"));
        drawings.put(
                folder.resolve("traces.png"),
                TraceAndDensity.of(
                                ScalarDraws.of(chains, "parameters[0]"),
                                ScalarDraws.of(chains, "parameters[6]"),
                                ScalarDraws.of(chains, "parameters[9]"),
                                ScalarDraws.of(chains, "parameters[19]"))
                        .title("Draws of four parameters")
                        .picture());
        drawings.put(
                folder.resolve("data.png"),
                ScatterPlot.of(classes)
                        .title("The data")
                        .axes("x₁", "x₂")
                        .limits(-LIMIT, LIMIT, -LIMIT, LIMIT)
                        .square()
                        .picture());
        drawings.put(
                folder.resolve("map.png"), contour("Prediction of the draw with the highest density", map, classes));
        drawings.put(folder.resolve("posterior-mean.png"), contour("Posterior mean prediction", mean, classes));
        return drawings;
    }

    private static Drawing contour(String title, Predictor predictor, List<LabelledPoints> classes) {
        return ContourPlot.of(grid(predictor))
                .points(classes)
                .title(title)
                .axes("x₁", "x₂")
                .valueLabel("P(label 1)")
                .picture();
    }

    /** One frame for every fifth of the first 500 draws. */
    private static List<AnimatedContour.Frame> frames(Network network, Chains chains) {
        List<AnimatedContour.Frame> frames = new ArrayList<>();
        for (int i = 0; i < Math.min(500, chains.draws()); i += 5) {
            double[] parameters = chains.draw(0, i, "parameters");
            frames.add(
                    new AnimatedContour.Frame("Iteration " + (i + 1), grid(rows -> network.predict(parameters, rows))));
        }
        return frames;
    }

    private static Grid grid(Predictor predictor) {
        double[][] points = new double[GRID * GRID][];
        for (int row = 0; row < GRID; row++) {
            for (int column = 0; column < GRID; column++) {
                points[row * GRID + column] = new double[] {coordinate(column), coordinate(row)};
            }
        }
        double[][] predictions = predictor.predict(points);
        double[][] values = new double[GRID][GRID];
        for (int i = 0; i < predictions.length; i++) {
            values[i / GRID][i % GRID] = predictions[i][0];
        }
        return Grid.of(-LIMIT, LIMIT, -LIMIT, LIMIT, values);
    }

    private static double coordinate(int index) {
        return -LIMIT + 2 * LIMIT * index / (GRID - 1);
    }

    private static LabelledPoints ofLabel(Dataset data, int label) {
        int[] indices = IntStream.range(0, data.labels.length)
                .filter(i -> data.labels[i] == label)
                .toArray();
        double[] x = Arrays.stream(indices).mapToDouble(i -> data.points[i][0]).toArray();
        double[] y = Arrays.stream(indices).mapToDouble(i -> data.points[i][1]).toArray();
        return LabelledPoints.of("label " + label, x, y);
    }

    private static void printTimes(Duration tracing, Duration compiling, RunReport report) {
        Duration sampling = report.chains().get(0).sampling();
        double seconds = sampling.toNanos() / 1e9;
        System.out.printf(
                "Tracing took %d ms, compiling %d ms, sampling %.2f s: %,.0f gradient evaluations a second%n",
                tracing.toMillis(), compiling.toMillis(), seconds, report.gradientEvaluations() / seconds);
    }

    private static String format(double[] values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            text.append(String.format("%9.4f%s", values[i], i % 10 == 9 ? System.lineSeparator() : " "));
        }
        return text.toString().stripTrailing();
    }
}
