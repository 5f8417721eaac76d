package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.ppl4j.nn.DenseStep.Activate;
import org.ppl4j.nn.DenseStep.Affine;

class DenseFormTest {
    @Test
    void theTutorialsNetworkIsDense() {
        assertThat(Dl4jNetwork.of(Configurations.tutorial()).denseForm())
                .isEqualTo(new DenseForm.Dense(List.of(
                        new Affine(2, 3, 0, OptionalInt.of(6)),
                        new Activate(DenseActivation.TANH, 0),
                        new Affine(3, 2, 9, OptionalInt.of(15)),
                        new Activate(DenseActivation.TANH, 0),
                        new Affine(2, 1, 17, OptionalInt.of(19)),
                        new Activate(DenseActivation.SIGMOID, 0))));
    }

    @Test
    void layersWithoutBiasAndSeparateActivationsAreDense() {
        MultiLayerConfiguration configuration = Configurations.of(
                InputType.feedForward(2),
                new DenseLayer.Builder()
                        .nOut(3)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                new ActivationLayer(new ActivationLReLU(0.2)),
                new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());

        assertThat(Dl4jNetwork.of(configuration).denseForm())
                .isEqualTo(new DenseForm.Dense(List.of(
                        new Affine(2, 3, 0, OptionalInt.empty()),
                        new Activate(DenseActivation.LEAKY_RELU, 0.2),
                        new Affine(3, 2, 6, OptionalInt.of(12)),
                        new Activate(DenseActivation.SOFTMAX, 0))));
        agrees(configuration);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormulaIsWhatDeeplearning4jComputes(Activation activation) {
        if (Set.of(Activation.RRELU, Activation.HARDSIGMOID, Activation.RATIONALTANH)
                .contains(activation)) {
            return;
        }
        agrees(ending(activation.getActivationFunction()));
    }

    @Test
    void constantsOfActivationsAreKept() {
        agrees(ending(new ActivationELU(0.7)));
        agrees(ending(new ActivationLReLU(0.3)));
        agrees(ending(new ActivationThresholdedReLU(0.4)));
    }

    @Test
    void saysWhyANetworkIsNotDense() {
        notDense(
                Configurations.of(
                        InputType.recurrent(2, 4),
                        new LSTM.Builder().nOut(3).build(),
                        new RnnOutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build()),
                "layer 0 \"layer0\" (LSTM) is not dense");
        notDense(
                Configurations.of(
                        InputType.convolutionalFlat(4, 4, 1),
                        new ConvolutionLayer.Builder(2, 2).nOut(3).build()),
                "layer 0 \"layer0\" (ConvolutionLayer) has a preprocessor, FeedForwardToCnnPreProcessor");
        notDense(
                Configurations.of(
                        InputType.feedForward(2),
                        new DenseLayer.Builder().nOut(3).hasLayerNorm(true).build()),
                "layer 0 \"layer0\" (DenseLayer) has layer normalisation");
        String noFormula = "layer 1 \"layer1\" (DenseLayer) has the activation %s, which has no formula here";
        notDense(ending(Activation.HARDSIGMOID.getActivationFunction()), noFormula.formatted("hardsigmoid"));
        notDense(ending(Activation.RATIONALTANH.getActivationFunction()), noFormula.formatted("rationaltanh"));
        ActivationReLU capped = new ActivationReLU(6.0, 0.0, 0.0);
        notDense(ending(capped), noFormula.formatted(capped));
    }

    private static MultiLayerConfiguration ending(IActivation activation) {
        return Configurations.of(
                InputType.feedForward(2),
                new DenseLayer.Builder().nOut(3).activation(Activation.TANH).build(),
                new DenseLayer.Builder().nOut(3).activation(activation).build());
    }

    private static void notDense(MultiLayerConfiguration configuration, String reason) {
        assertThat(Dl4jNetwork.of(configuration).denseForm()).isEqualTo(new DenseForm.NotDense(reason));
    }

    private static void agrees(MultiLayerConfiguration configuration) {
        Dl4jNetwork network = Dl4jNetwork.of(configuration);
        double[] parameters =
                new SplittableRandom(1).doubles(network.parameterCount(), -3, 3).toArray();
        double[] inputs = new SplittableRandom(2).doubles(100, -2, 2).toArray();
        int[] shape = {50, 2};
        double[] expected = DenseEvaluation.evaluate((DenseForm.Dense) network.denseForm(), parameters, inputs, 50);
        double[] output = new double[expected.length];
        network.forward(parameters, inputs, shape, output);

        assertThat(output).containsExactly(expected, within(1e-12));
    }
}
