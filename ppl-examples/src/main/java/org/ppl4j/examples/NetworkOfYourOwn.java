package org.ppl4j.examples;

import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.nn.Network;
import org.ppl4j.samplers.Hmc;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/**
 * A convolutional network made Bayesian: it tells noisy pictures of horizontal bars from those of vertical ones, and says
 * how sure it is. Deeplearning4j computes the network; any of its layers would do that {@link Network} knows.
 */
public final class NetworkOfYourOwn {

    private static final int SIDE = 8;

    private NetworkOfYourOwn() {}

    /** Pictures of one noisy bar each; label 1 for a vertical one. */
    private static final class Pictures {

        private final Tensor pixels;
        private final double[] labels;

        Pictures(int count, double noise, Random random) {
            double[] values = new double[count * SIDE * SIDE];
            labels = new double[count];
            for (int i = 0; i < count; i++) {
                labels[i] = i % 2;
                int place = random.nextInt(SIDE);
                for (int row = 0; row < SIDE; row++) {
                    for (int column = 0; column < SIDE; column++) {
                        boolean bar = (labels[i] == 1 ? column : row) == place;
                        values[(i * SIDE + row) * SIDE + column] = (bar ? 1 : 0) + noise * random.nextGaussian();
                    }
                }
            }
            pixels = Tensor.of(Shape.of(count, 1, SIDE, SIDE), values);
        }
    }

    /** One convolution of three 3×3 filters, pooled, and a sigmoid: 58 parameters. */
    static MultiLayerConfiguration convolutional() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build();
    }

    /**
     * Runs the example.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        run(300, 200);
    }

    /** Returns the accuracy on pictures that the network has not seen. */
    static double run(int draws, int warmup) {
        Random random = new Random(2);
        Pictures training = new Pictures(40, 0.25, random);
        Pictures unseen = new Pictures(40, 0.25, random);
        Network network = Network.of(convolutional());
        System.out.printf(
                "A network of %d parameters, %s%n",
                network.parameterCount(), network.isLowered() ? "compiled" : "called through Deeplearning4j");

        // The pictures are a data input, so that the same model predicts those that it has not seen.
        Model model = Model.of("bars", m -> {
            Tensor pictures = m.data("pictures", training.pixels);
            Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 2));
            Tensor probability = m.deterministic("probability", network.forward(parameters, pictures));
            m.observe("labels", Bernoulli.of(probability), training.labels);
        });

        Chains chains = Sampling.of(model)
                .with(Hmc.of(0.1, 10))
                .chains(1)
                .warmup(warmup)
                .draws(draws)
                .seed(3)
                .initial(network.initialParameters(1))
                .run();
        System.out.printf("Accepted %.0f %% of the proposals%n", 100 * chains.mean("acceptance_rate"));

        double[] vertical = model.withData("pictures", unseen.pixels)
                .predict(chains.thin(5), 4)
                .mean("probability");
        int right = 0;
        for (int i = 0; i < vertical.length; i++) {
            right += (vertical[i] > 0.5) == (unseen.labels[i] == 1) ? 1 : 0;
        }
        double accuracy = (double) right / vertical.length;
        double doubtful =
                Arrays.stream(vertical).filter(p -> p > 0.25 && p < 0.75).count();
        System.out.printf(
                "Right about %.0f %% of %d unseen pictures; in doubt (between 25 %% and 75 %%) about %.0f of them%n",
                100 * accuracy, vertical.length, doubtful);
        return accuracy;
    }
}
