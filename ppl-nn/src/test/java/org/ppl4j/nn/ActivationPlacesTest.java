package org.ppl4j.nn;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Activations in every place that they can have in a network: gradients are derivatives. */
class ActivationPlacesTest {

    static Stream<Arguments> places() {
        Map<String, Function<IActivation, Layer[]>> flat = new LinkedHashMap<>();
        flat.put("dense", f -> layers(new DenseLayer.Builder().nOut(3).activation(f)));
        flat.put(
                "normalised",
                f -> layers(new DenseLayer.Builder().nOut(3).hasLayerNorm(true).activation(f)));
        flat.put(
                "product",
                f -> layers(new ElementWiseMultiplicationLayer.Builder().nOut(2).activation(f)));
        flat.put(
                "output",
                f -> layers(new OutputLayer.Builder(LossFunction.MSE).nOut(3).activation(f)));
        flat.put("activation", f -> layers(tanh(), new ActivationLayer.Builder().activation(f)));
        flat.put("loss", f -> layers(tanh(), new LossLayer.Builder(LossFunction.MSE).activation(f)));

        Map<String, Function<IActivation, Layer[]>> images = new LinkedHashMap<>();
        images.put(
                "convolution",
                f -> layers(new ConvolutionLayer.Builder(2, 2).nOut(3).activation(f)));
        images.put(
                "deconvolution",
                f -> layers(new Deconvolution2D.Builder(2, 2).nOut(3).activation(f)));
        images.put(
                "separable",
                f -> layers(new SeparableConvolution2D.Builder(2, 2).nOut(3).activation(f)));
        images.put(
                "depthwise",
                f -> layers(new DepthwiseConvolution2D.Builder(2, 2)
                        .depthMultiplier(2)
                        .activation(f)));
        images.put("activation of an image", f -> layers(convolution(), new ActivationLayer.Builder().activation(f)));
        images.put(
                "loss of an image",
                f -> layers(convolution(), new CnnLossLayer.Builder(LossFunction.MSE).activation(f)));

        Map<String, Function<IActivation, Layer[]>> series = new LinkedHashMap<>();
        series.put("lstm", f -> layers(new LSTM.Builder().nOut(2).activation(f)));
        series.put(
                "gates",
                f -> layers(new LSTM.Builder()
                        .nOut(2)
                        .activation(new ActivationTanH())
                        .gateActivationFunction(f)));
        series.put("recurrent", f -> layers(new SimpleRnn.Builder().nOut(2).activation(f)));
        series.put(
                "one-dimensional",
                f -> layers(new Convolution1DLayer.Builder(2).nOut(2).activation(f)));
        series.put("both ways", f -> new Layer[] {
            new Bidirectional(
                    Bidirectional.Mode.CONCAT,
                    new SimpleRnn.Builder().nOut(2).activation(f).build())
        });
        series.put("last step", f -> new Layer[] {
            new LastTimeStep(new SimpleRnn.Builder().nOut(2).activation(f).build())
        });
        series.put("dense at each step", f -> new Layer[] {
            recurrent().build(),
            new TimeDistributed(
                    new DenseLayer.Builder().nIn(2).nOut(3).activation(f).build())
        });
        series.put(
                "output at each step",
                f -> layers(
                        recurrent(),
                        new RnnOutputLayer.Builder(LossFunction.MSE).nOut(3).activation(f)));
        series.put(
                "loss at each step",
                f -> layers(recurrent(), new RnnLossLayer.Builder(LossFunction.MSE).activation(f)));

        return Stream.of(
                        cases(flat, InputType.feedForward(2), 4, 2),
                        cases(images, InputType.convolutional(4, 4, 2), 2, 2, 4, 4),
                        cases(
                                Map.of(
                                        "three dimensions",
                                        f -> layers(new Convolution3D.Builder(2, 2, 2)
                                                .nOut(2)
                                                .activation(f))),
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 1),
                                2,
                                1,
                                3,
                                3,
                                3),
                        cases(
                                Map.of(
                                        "channels last",
                                        f -> layers(new ConvolutionLayer.Builder(2, 2)
                                                .nOut(3)
                                                .dataFormat(CNN2DFormat.NHWC)
                                                .activation(f))),
                                InputType.convolutional(4, 4, 2, CNN2DFormat.NHWC),
                                2,
                                4,
                                4,
                                2),
                        cases(series, InputType.recurrent(2, 3), 2, 2, 3))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> cases(
            Map<String, Function<IActivation, Layer[]>> places, InputType input, int... shape) {
        return places.entrySet().stream().map(place -> arguments(place.getKey(), place.getValue(), input, shape));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void gradientsAreDerivativesInEveryPlace(
            String place, Function<IActivation, Layer[]> layers, InputType input, int[] shape) {
        for (IActivation activation : List.of(
                new ActivationELU(2.5),
                new ActivationGELU(),
                new ActivationMish(),
                new ActivationSoftPlus(),
                new ActivationSoftmax(),
                new ActivationSwish(),
                new ActivationReLU(0.6, 0.2, 0.3))) {
            boolean refused = activation instanceof ActivationSoftmax
                    && Set.of("channels last", "loss of an image").contains(place);
            if (!refused) {
                Slopes.check(Dl4jNetwork.of(Configurations.of(input, layers.apply(activation))), shape);
            }
        }
    }

    private static Layer[] layers(Layer.Builder<?>... builders) {
        return Stream.of(builders).map(Layer.Builder::build).toArray(Layer[]::new);
    }

    private static DenseLayer.Builder tanh() {
        return new DenseLayer.Builder().nOut(3).activation(Activation.TANH);
    }

    private static ConvolutionLayer.Builder convolution() {
        return new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.TANH);
    }

    private static SimpleRnn.Builder recurrent() {
        return new SimpleRnn.Builder().nOut(2).activation(Activation.TANH);
    }
}
