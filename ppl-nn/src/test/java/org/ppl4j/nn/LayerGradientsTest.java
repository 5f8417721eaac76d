package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every layer that may be part of a model: its values are Deeplearning4j's, its gradients are derivatives. */
class LayerGradientsTest {
    private static final Activation TANH = Activation.TANH;

    static Stream<Arguments> networks() {
        return Stream.of(
                        List.of(arguments("tutorial", Configurations.tutorial(), new int[] {4, 2})),
                        Stream.of(Activation.values())
                                .filter(activation -> activation != Activation.RRELU)
                                .map(activation -> flat(
                                        activation.name(),
                                        new DenseLayer.Builder()
                                                .nOut(3)
                                                .activation(activation)
                                                .build()))
                                .toList(),
                        flatNetworks(),
                        images(),
                        series())
                .flatMap(List::stream);
    }

    private static List<Arguments> flatNetworks() {
        return List.of(
                flat(
                        "no bias",
                        new DenseLayer.Builder()
                                .nOut(3)
                                .hasBias(false)
                                .activation(TANH)
                                .build()),
                flat(
                        "layer norm",
                        new DenseLayer.Builder()
                                .nOut(3)
                                .hasLayerNorm(true)
                                .activation(TANH)
                                .build()),
                flat("activation", new ActivationLayer(Activation.SOFTMAX)),
                flat(
                        "product",
                        new ElementWiseMultiplicationLayer.Builder()
                                .nOut(3)
                                .activation(TANH)
                                .build()),
                flat("repeat", new RepeatVector.Builder<>(3).build(), lstm(2)),
                flat("output", output(Activation.SOFTMAX)),
                flat(
                        "output without bias",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(2)
                                .hasBias(false)
                                .activation(Activation.IDENTITY)
                                .build()),
                flat(
                        "loss",
                        new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build()),
                arguments(
                        "regularised",
                        Configurations.builder()
                                .l1(0.3)
                                .l2(0.5)
                                .list()
                                .layer(Configurations.dense(2, 3, Activation.RELU))
                                .layer(Configurations.dense(3, 2, Activation.SOFTMAX))
                                .build(),
                        new int[] {4, 2}));
    }

    private static List<Arguments> images() {
        ConvolutionLayer last = new ConvolutionLayer.Builder(2, 2)
                .dataFormat(CNN2DFormat.NHWC)
                .nOut(2)
                .activation(TANH)
                .build();
        return List.of(
                image(
                        "convolution",
                        new ConvolutionLayer.Builder(2, 2)
                                .nOut(3)
                                .activation(TANH)
                                .build()),
                image(
                        "convolution, same, relu",
                        new ConvolutionLayer.Builder(3, 3)
                                .convolutionMode(ConvolutionMode.Same)
                                .nOut(3)
                                .activation(Activation.RELU)
                                .build()),
                image(
                        "convolution, no bias",
                        new ConvolutionLayer.Builder(2, 2)
                                .hasBias(false)
                                .nOut(3)
                                .build()),
                image(
                        "deconvolution",
                        new Deconvolution2D.Builder(2, 2)
                                .nOut(3)
                                .activation(TANH)
                                .build()),
                image(
                        "separable",
                        new SeparableConvolution2D.Builder(2, 2)
                                .nOut(3)
                                .activation(TANH)
                                .build()),
                image(
                        "depthwise",
                        new DepthwiseConvolution2D.Builder(2, 2)
                                .depthMultiplier(2)
                                .activation(TANH)
                                .build()),
                image("max pooling", pooling(PoolingType.MAX)),
                image("average pooling", pooling(PoolingType.AVG)),
                image("norm pooling", pooling(PoolingType.PNORM)),
                image("global max", new GlobalPoolingLayer(PoolingType.MAX)),
                image("global average", new GlobalPoolingLayer(PoolingType.AVG)),
                image("global sum", new GlobalPoolingLayer(PoolingType.SUM)),
                image("upsampling", new Upsampling2D.Builder(2).build()),
                image("padding", new ZeroPaddingLayer.Builder(1, 1).build()),
                image("cropping", new Cropping2D(1, 1)),
                image("space to depth", new SpaceToDepthLayer.Builder<>(2).build()),
                arguments(
                        "flat images",
                        Configurations.of(
                                InputType.convolutionalFlat(5, 5, 1),
                                new ConvolutionLayer.Builder(2, 2)
                                        .nOut(2)
                                        .activation(TANH)
                                        .build(),
                                pooling(PoolingType.MAX),
                                output(Activation.SOFTMAX)),
                        new int[] {3, 25}),
                arguments(
                        "image loss",
                        Configurations.of(
                                InputType.convolutional(4, 4, 1),
                                new ConvolutionLayer.Builder(2, 2)
                                        .nOut(2)
                                        .activation(TANH)
                                        .build(),
                                new CnnLossLayer.Builder(LossFunction.XENT)
                                        .activation(Activation.SIGMOID)
                                        .build()),
                        new int[] {2, 1, 4, 4}),
                arguments(
                        "channels last",
                        Configurations.of(
                                InputType.convolutional(5, 5, 2, CNN2DFormat.NHWC), last, output(Activation.SOFTMAX)),
                        new int[] {2, 5, 5, 2}),
                arguments(
                        "three dimensions",
                        Configurations.of(
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 1),
                                new Convolution3D.Builder(2, 2, 2)
                                        .nOut(2)
                                        .activation(TANH)
                                        .build(),
                                output(Activation.SOFTMAX)),
                        new int[] {2, 1, 3, 3, 3}));
    }

    private static List<Arguments> series() {
        return Stream.of(
                        Stream.of(
                                series("lstm", lstm(3)),
                                series(
                                        "recurrent",
                                        new SimpleRnn.Builder()
                                                .nOut(3)
                                                .activation(TANH)
                                                .build()),
                                series("last step", new LastTimeStep(lstm(3)), output(Activation.SOFTMAX)),
                                series("output at each step", lstm(3), rnnOutput()),
                                series(
                                        "loss at each step",
                                        lstm(3),
                                        new RnnLossLayer.Builder(LossFunction.MCXENT)
                                                .activation(Activation.SOFTMAX)
                                                .build()),
                                series(
                                        "dense at each step",
                                        lstm(3),
                                        new TimeDistributed(Configurations.dense(3, 2, Activation.SOFTMAX))),
                                series("average over time", lstm(3), new GlobalPoolingLayer(PoolingType.AVG)),
                                series(
                                        "convolution",
                                        new Convolution1DLayer.Builder(2)
                                                .nOut(3)
                                                .activation(TANH)
                                                .build()),
                                series(
                                        "causal convolution",
                                        new Convolution1DLayer.Builder(2)
                                                .convolutionMode(ConvolutionMode.Causal)
                                                .nOut(3)
                                                .activation(TANH)
                                                .build()),
                                series(
                                        "pooling over time",
                                        lstm(3),
                                        new Subsampling1DLayer.Builder(PoolingType.MAX)
                                                .kernelSize(2)
                                                .stride(1)
                                                .build()),
                                series("upsampling of steps", lstm(3), new Upsampling1D.Builder(2).build()),
                                series("cropping of steps", lstm(3), new Cropping1D.Builder(1).build()),
                                arguments(
                                        "features last",
                                        Configurations.of(
                                                InputType.recurrent(2, 4, RNNFormat.NWC),
                                                new LSTM.Builder()
                                                        .nOut(3)
                                                        .dataFormat(RNNFormat.NWC)
                                                        .activation(TANH)
                                                        .build(),
                                                rnnOutput()),
                                        new int[] {3, 4, 2})),
                        Stream.of(Bidirectional.Mode.values())
                                .map(mode -> series("both ways, " + mode, new Bidirectional(mode, lstm(3)))))
                .flatMap(stream -> stream)
                .toList();
    }

    private static Arguments flat(String name, Layer... layers) {
        return arguments(name, Configurations.of(InputType.feedForward(2), before(dense(), layers)), new int[] {4, 2});
    }

    private static Arguments image(String name, Layer layer) {
        return arguments(
                name,
                Configurations.of(
                        InputType.convolutional(5, 5, 2),
                        new ConvolutionLayer.Builder(2, 2)
                                .nOut(2)
                                .activation(TANH)
                                .build(),
                        layer,
                        output(TANH)),
                new int[] {2, 2, 5, 5});
    }

    private static Arguments series(String name, Layer... layers) {
        return arguments(name, Configurations.of(InputType.recurrent(2, 4), layers), new int[] {3, 2, 4});
    }

    private static Layer[] before(Layer first, Layer... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(Layer[]::new);
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nOut(3).activation(TANH).build();
    }

    private static LSTM lstm(int outputs) {
        return new LSTM.Builder().nOut(outputs).activation(TANH).build();
    }

    private static OutputLayer output(Activation activation) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(2)
                .activation(activation)
                .build();
    }

    private static RnnOutputLayer rnnOutput() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static SubsamplingLayer pooling(PoolingType type) {
        SubsamplingLayer.Builder pooling =
                new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(1, 1);
        return (type == PoolingType.PNORM ? pooling.pnorm(2) : pooling).build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void isTheSameFunctionAsTheOriginalNetwork(String name, MultiLayerConfiguration configuration, int[] shape) {
        Dl4jNetwork network = Dl4jNetwork.of(configuration);
        double[] parameters = Slopes.uniform(network.parameterCount(), 0.5, 7);
        double[] inputs = Slopes.uniform(Slopes.size(shape), 1, 8);
        MultiLayerNetwork original = new MultiLayerNetwork(configuration.clone());
        original.init();
        original.setParams(Nd4j.createFromArray(parameters));
        long[] longShape = Arrays.stream(shape).asLongStream().toArray();
        var expected = original.output(Nd4j.createFromArray(inputs).reshape('c', longShape), false);

        double[] output = new double[(int) expected.length()];
        network.forward(parameters, inputs, shape, output);

        assertThat(Arrays.stream(network.outputShape(shape)).asLongStream().toArray())
                .isEqualTo(expected.shape());
        assertThat(output).containsExactly(expected.dup('c').data().asDouble(), within(1e-12));
        assertThat(network.initialParameters(1)).isEqualTo(initial(configuration));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void gradientsAreDerivatives(String name, MultiLayerConfiguration configuration, int[] shape) {
        Slopes.check(Dl4jNetwork.of(configuration), shape);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void parameterTableTilesTheVector(String name, MultiLayerConfiguration configuration, int[] shape) {
        Dl4jNetwork network = Dl4jNetwork.of(configuration);
        int next = 0;
        for (ParameterSlice slice : network.parameterTable()) {
            assertThat(slice.offset()).as(slice.toString()).isEqualTo(next);
            next += slice.size();
        }
        assertThat(next).isEqualTo(network.parameterCount());
    }

    private static double[] initial(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
        network.init();
        return network.params().data().asDouble();
    }
}
