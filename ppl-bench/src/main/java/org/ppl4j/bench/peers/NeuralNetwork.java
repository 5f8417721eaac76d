package org.ppl4j.bench.peers;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.model.Model;
import org.ppl4j.nn.Network;
import org.ppl4j.tensor.Tensor;

/** The Bayesian neural network of Turing's tutorial: 80 points, 20 parameters; {@code bnn.stan}. */
final class NeuralNetwork {

    private NeuralNetwork() {}

    static Model model(PeerData data) {
        double[][] x = data.matrix("X");
        double[] y = data.vector("y");
        Network network = Network.of(configuration());
        return Model.of("bnn", m -> {
            Tensor theta = m.sample("theta", MvNormal.isotropic(network.parameterCount(), Math.sqrt(1 / 0.09)));
            m.observe("y", Bernoulli.of(network.forward(theta, Tensor.of(x))), y);
        });
    }

    private static MultiLayerConfiguration configuration() {
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
}
