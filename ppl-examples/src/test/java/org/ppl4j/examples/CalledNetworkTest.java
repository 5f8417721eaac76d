package org.ppl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.ppl4j.chains.Chains;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.nn.Network;
import org.ppl4j.samplers.Hmc;
import org.ppl4j.samplers.Sampling;
import org.ppl4j.tensor.Tensor;

/** Chains through a network that Deeplearning4j computes, and that all threads share. */
class CalledNetworkTest {

    private static final int CHAINS = 4;
    private static final int DRAWS = 25;
    private static final int ROWS = 20;

    @Test
    void drawsOfADenseNetworkDoNotDependOnTheNumberOfThreads() {
        compare(BayesianNeuralNetwork.twoThreeTwoOne(), Shape.of(ROWS, 2));
    }

    @Test
    void drawsOfAConvolutionalNetworkDoNotDependOnTheNumberOfThreads() {
        compare(NetworkOfYourOwn.convolutional(), Shape.of(ROWS, 1, 8, 8));
    }

    private static void compare(MultiLayerConfiguration configuration, Shape shape) {
        Network network = Network.of(configuration).opaque();
        double[] values = new SplittableRandom(1).doubles(shape.size(), -1, 1).toArray();
        Tensor inputs = Tensor.of(shape, values);
        double[] labels = new double[ROWS];
        Arrays.setAll(labels, i -> values[i] > 0 ? 1 : 0);
        Model model = Model.of("called", m -> {
            Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 1));
            m.observe("labels", Bernoulli.of(network.forward(parameters, inputs)), labels);
        });
        Sampling sampling = Sampling.of(model)
                .with(Hmc.of(0.03, 5))
                .chains(CHAINS)
                .warmup(20)
                .draws(DRAWS)
                .seed(11);
        Chains alone = sampling.threads(1).run();
        Chains together = sampling.threads(CHAINS).run();
        for (int chain = 0; chain < CHAINS; chain++) {
            for (int draw = 0; draw < DRAWS; draw++) {
                assertThat(together.draw(chain, draw, "parameters"))
                        .as("draw %d of chain %d", draw, chain)
                        .isEqualTo(alone.draw(chain, draw, "parameters"));
            }
            assertThat(together.values("lp", chain)).isEqualTo(alone.values("lp", chain));
            assertThat(Arrays.stream(alone.values("lp", chain)).distinct().count())
                    .as("different states of chain %d", chain)
                    .isGreaterThan(DRAWS / 2);
        }
    }
}
