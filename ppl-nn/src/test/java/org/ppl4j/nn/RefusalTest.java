package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RefusalTest {
    private static final String RANDOM = ", makes the output random, also while its gradient is computed."
            + " Leave dropOut out: the prior on the parameters is what regularises here.";

    private static final String CUT =
            " threshold %s and negative slope %s, is cut off where Deeplearning4j's gradient is"
                    + " not. Let the maximum be above 0 and above the threshold, and the negative slope at least 0.";

    static Stream<Arguments> layers() {
        return Stream.of(
                arguments(
                        new BatchNormalization.Builder().name("norm").build(),
                        "Layer 1 \"norm\" (BatchNormalization) cannot be part of a model: its running mean and variance sit"
                                + " among the parameters, and what it reports as their gradients are updates, not"
                                + " derivatives. Remove the layer, or use DenseLayer with hasLayerNorm(true)."),
                arguments(
                        new DenseLayer.Builder().nOut(3).dropOut(0.5).build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its dropout, Dropout" + RANDOM),
                arguments(
                        new DenseLayer.Builder()
                                .nOut(3)
                                .dropOut(new AlphaDropout(0.5))
                                .build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its dropout, AlphaDropout"
                                + RANDOM),
                arguments(
                        new DropoutLayer(0.5),
                        "Layer 1 \"layer1\" (DropoutLayer) cannot be part of a model: it makes the output random, also"
                                + " while its gradient is computed. Remove the layer: the prior on the parameters is what"
                                + " regularises here."),
                arguments(
                        new DenseLayer.Builder()
                                .nOut(3)
                                .weightNoise(new DropConnect(0.5))
                                .build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its weight noise, DropConnect,"
                                + " makes the output random. Leave weightNoise out: the prior on the parameters is what"
                                + " regularises here."),
                arguments(
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(Activation.RRELU)
                                .build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its activation, rrelu(l=0.125, u=0.3333333333333333), is not a fixed"
                                + " function of its input. Use LEAKYRELU."),
                arguments(
                        new ActivationLayer(Activation.RRELU),
                        "Layer 1 \"layer1\" (ActivationLayer) cannot be part of a model: its activation, rrelu(l=0.125, u=0.3333333333333333), is not a"
                                + " fixed function of its input. Use LEAKYRELU."),
                arguments(
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(new ActivationGELU(true))
                                .build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its activation, gelu(precise=true), is"
                                + " another function in Deeplearning4j than in the literature, and its gradient is not its"
                                + " derivative. Use Activation.GELU, the approximation."),
                arguments(
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(new ActivationReLU(1.0, 2.0, 0.5))
                                .build(),
                        "Layer 1 \"layer1\" (DenseLayer) cannot be part of a model: its activation, a RELU with maximum 1.0,"
                                + CUT.formatted("2.0", "0.5")),
                arguments(
                        new ActivationLayer(new ActivationReLU(0.0, null, null)),
                        "Layer 1 \"layer1\" (ActivationLayer) cannot be part of a model: its activation, a RELU with"
                                + " maximum 0.0," + CUT.formatted("null", "null")),
                arguments(
                        new ActivationLayer(new ActivationReLU(1.0, 0.0, -0.5)),
                        "Layer 1 \"layer1\" (ActivationLayer) cannot be part of a model: its activation, a RELU with"
                                + " maximum 1.0," + CUT.formatted("0.0", "-0.5")),
                arguments(
                        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "Layer 1 \"layer1\" (CenterLossOutputLayer) cannot be part of a model: its class centres sit among"
                                + " the parameters and are moved by updates, not by derivatives. Use OutputLayer."),
                arguments(
                        new VariationalAutoencoder.Builder().nOut(3).build(),
                        "Layer 1 \"layer1\" (VariationalAutoencoder) cannot be part of a model: its decoder's parameters"
                                + " have no part in the output. Build the encoder from DenseLayer."),
                arguments(
                        new FrozenLayer(new DenseLayer.Builder().nOut(3).build()),
                        "Layer 1 \"layer1\" (FrozenLayer) cannot be part of a model: its parameters have no gradient. Use"
                                + " the layer without the wrapper, and fix its parameters in the model."),
                arguments(
                        new EmbeddingLayer.Builder().nOut(3).build(),
                        "Layer 1 \"layer1\" (EmbeddingLayer) cannot be part of a model: the gradients of"
                                + " org.deeplearning4j.nn.conf.layers.EmbeddingLayer have not been verified. Use other"
                                + " layers, or write the network as tensor operations."));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void saysWhichLayerWhyAndWhatToDo(Layer layer, String message) {
        refuses(
                Configurations.of(
                        InputType.feedForward(2),
                        new DenseLayer.Builder().nOut(3).build(),
                        layer),
                message);
    }

    @Test
    void looksIntoWrappers() {
        refuses(
                Configurations.of(
                        InputType.recurrent(2, 4),
                        new LastTimeStep(new LSTM.Builder().nOut(3).dropOut(0.8).build())),
                "Layer 0 \"layer0\" (LastTimeStep) around LSTM cannot be part of a model: its dropout, Dropout"
                        + RANDOM);
    }

    @Test
    void refusesTheOutputLayersOfImagesThatHaveNoPlainForm() {
        refuses(
                Configurations.of(
                        InputType.convolutional(4, 4, 1),
                        new ConvolutionLayer.Builder(2, 2).nOut(6).build(),
                        new Yolo2OutputLayer.Builder()
                                .boundingBoxPriors(Nd4j.ones(1, 2))
                                .build()),
                "Layer 1 \"layer1\" (Yolo2OutputLayer) cannot be part of a model: its loss reads the activations of the"
                        + " layer before it in a way of its own. End the network in the layer before it, and write the"
                        + " likelihood as a distribution.");
        refuses(
                Configurations.of(
                        InputType.convolutional(4, 4, 1),
                        new ConvolutionLayer.Builder(2, 2).nOut(6).build(),
                        new CnnLossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build()),
                "Layer 1 \"layer1\" (CnnLossLayer) cannot be part of a model: a softmax over the channels of an image has no"
                        + " plain layer to stand for it. End the network in the layer before it, and apply the softmax in"
                        + " the model.");
    }

    @Test
    void refusesASoftmaxOfConvolutionsWithChannelsLast() {
        refuses(
                Configurations.of(
                        InputType.convolutional(4, 4, 1, CNN2DFormat.NHWC),
                        new ConvolutionLayer.Builder(2, 2)
                                .nOut(6)
                                .dataFormat(CNN2DFormat.NHWC)
                                .activation(Activation.SOFTMAX)
                                .build()),
                "Layer 0 \"layer0\" (ConvolutionLayer) cannot be part of a model: the gradient of its softmax is wrong in"
                        + " the data format NHWC. Put the softmax in an ActivationLayer of its own.");
    }

    @Test
    void refusesANetworkWithoutParameters() {
        refuses(
                Configurations.of(InputType.feedForward(2), new ActivationLayer(Activation.TANH)),
                "The network has no parameters: a model needs at least one layer with weights, such as DenseLayer.");
    }

    private static void refuses(MultiLayerConfiguration configuration, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dl4jNetwork.of(configuration))
                .withMessage(message);
    }
}
