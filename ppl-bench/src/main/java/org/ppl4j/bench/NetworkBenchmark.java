package org.ppl4j.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ppl4j.density.LogDensity;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.nn.Network;
import org.ppl4j.tensor.Tensor;

/** One log density and gradient of the tutorial's Bayesian neural network: 80 points, 20 parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class NetworkBenchmark {

    private static final int POINTS = 80;

    private Network network;
    private double[][] points;
    private double[] labels;
    private LogDensity compiled;
    private LogDensity handWritten;
    private double[] position;
    private double[] gradient;

    /** Creates the benchmark's state; {@link #prepare} fills it. */
    public NetworkBenchmark() {
        network = Network.of(new NeuralNetConfiguration.Builder()
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
                .build());
        Random random = new Random(1);
        points = new double[POINTS][];
        labels = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            points[i] = new double[] {random.nextDouble() * 10 - 5, random.nextDouble() * 10 - 5};
            labels[i] = points[i][0] * points[i][1] > 0 ? 1 : 0;
        }
        position = random.doubles(20, -2, 2).toArray();
        gradient = new double[20];
        handWritten = new HandWrittenNetwork(points, labels, Math.sqrt(1 / 0.09));
        compiled = handWritten;
    }

    ModelDensity trace() {
        Tensor inputs = Tensor.of(points);
        Tensor outputs = Tensor.of(labels);
        return Model.of("network", m -> {
                    Tensor parameters =
                            m.sample("parameters", MvNormal.isotropic(network.parameterCount(), Math.sqrt(1 / 0.09)));
                    m.observe("labels", Bernoulli.of(network.forward(parameters, inputs)), outputs);
                })
                .density();
    }

    /** Refuses to measure densities that differ. */
    @Setup
    public void prepare() {
        compiled = trace();
        double[] other = new double[20];
        double mine = compiled.logDensityAndGradient(position, gradient);
        double theirs = handWritten.logDensityAndGradient(position, other);
        double worst = Math.abs(mine - theirs) / Math.abs(theirs);
        for (int k = 0; k < 20; k++) {
            worst = Math.max(worst, Math.abs(gradient[k] - other[k]) / Math.max(1, Math.abs(other[k])));
        }
        if (!(worst < 1e-10)) {
            throw new IllegalStateException("The densities differ by " + worst + ": " + mine + " " + theirs + ", "
                    + Arrays.toString(gradient) + " " + Arrays.toString(other));
        }
    }

    /** The compiled model. */
    @Benchmark
    public double compiled() {
        position[0] += 1e-9;
        return compiled.logDensityAndGradient(position, gradient);
    }

    /** The same in hand-written Java. */
    @Benchmark
    public double handWritten() {
        position[0] += 1e-9;
        return handWritten.logDensityAndGradient(position, gradient);
    }

    /** From the model's lambda to the first gradient, in a warm JVM. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double traceAndCompile() {
        return trace().logDensityAndGradient(position, gradient);
    }
}
