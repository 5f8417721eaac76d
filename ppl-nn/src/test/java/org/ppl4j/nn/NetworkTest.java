package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Both forms of a network are the same function, in models and outside. */
class NetworkTest {

    private static MultiLayerConfiguration tutorial() {
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

    private static MultiLayerConfiguration classifier(Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(6)
                        .activation(activation)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static MultiLayerConfiguration recurrent() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LSTM.Builder()
                        .nIn(2)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    private static double[][] rows(int count, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = random.doubles(width, -3, 3).toArray();
        }
        return rows;
    }

    private static ModelDensity density(Network network, double[][] inputs, double[] labels) {
        return Model.of("network", m -> {
                    Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 3));
                    m.observe("labels", Bernoulli.of(network.forward(parameters, inputs)), labels);
                })
                .density();
    }

    @Test
    void bothFormsOfTheTutorialsNetworkAgree() {
        double[][] inputs = rows(80, 2, 1);
        double[] labels = new double[80];
        Arrays.setAll(labels, i -> inputs[i][0] * inputs[i][1] > 0 ? 1 : 0);
        Network network = Network.of(tutorial());
        assertThat(network.isLowered()).isTrue();
        assertThat(network.opaque().isLowered()).isFalse();
        ModelDensity lowered = density(network, inputs, labels);
        ModelDensity opaque = density(network.opaque(), inputs, labels);
        for (int seed = 0; seed < 10; seed++) {
            double[] position = new SplittableRandom(seed).doubles(20, -2, 2).toArray();
            double[] first = new double[20];
            double[] second = new double[20];
            double a = lowered.logDensityAndGradient(position, first);
            double b = opaque.logDensityAndGradient(position, second);
            assertThat(Math.abs(a - b)).isLessThan(1e-10 * Math.abs(b));
            assertClose(first, second);
        }
    }

    private static void assertClose(double[] actual, double[] expected) {
        for (int k = 0; k < expected.length; k++) {
            assertThat(Math.abs(actual[k] - expected[k]))
                    .as("element %d: %s against %s", k, actual[k], expected[k])
                    .isLessThan(1e-10 * Math.max(1, Math.abs(expected[k])));
        }
    }

    @Test
    void bothFormsOfOtherActivationsAgree() {
        double[][] inputs = rows(30, 4, 2);
        for (Activation activation : new Activation[] {
            Activation.RELU,
            Activation.ELU,
            Activation.SELU,
            Activation.GELU,
            Activation.SWISH,
            Activation.MISH,
            Activation.LEAKYRELU,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.HARDTANH,
            Activation.CUBE,
            Activation.RELU6,
            Activation.RECTIFIEDTANH,
            Activation.THRESHOLDEDRELU
        }) {
            Network network = Network.of(classifier(activation)).lowered();
            double[] parameters = new SplittableRandom(3)
                    .doubles(network.parameterCount(), -1, 1)
                    .toArray();
            double[][] lowered = network.predict(parameters, inputs);
            double[][] opaque = network.opaque().predict(parameters, inputs);
            for (int i = 0; i < lowered.length; i++) {
                assertClose(lowered[i], opaque[i]);
            }
        }
    }

    @Test
    void denseNetworksAreLoweredUpToFiveThousandParameters() {
        Network largest = Network.of(Configurations.of(
                InputType.feedForward(999), new DenseLayer.Builder().nOut(5).build()));
        assertThat(largest.parameterCount()).isEqualTo(5_000);
        assertThat(largest.isLowered()).isTrue();
        Network larger = Network.of(Configurations.of(
                InputType.feedForward(5_000), new DenseLayer.Builder().nOut(1).build()));
        assertThat(larger.parameterCount()).isEqualTo(5_001);
        assertThat(larger.isLowered()).isFalse();
        assertThat(larger.lowered().isLowered()).isTrue();
    }

    @Test
    void recurrentNetworksAreCalled() {
        Network network = Network.of(recurrent());
        assertThat(network.isLowered()).isFalse();
        Tensor inputs = Tensor.of(
                org.ppl4j.graph.Shape.of(4, 2, 5),
                new SplittableRandom(1).doubles(40).toArray());
        ModelDensity density = Model.of("recurrent", m -> {
                    Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 1));
                    Tensor output = network.forward(parameters, inputs);
                    m.observe("y", Normal.of(output, 1), Tensor.filled(0.5, 4, 1, 5));
                })
                .density();
        double[] position =
                new SplittableRandom(2).doubles(density.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(position, gradient);
        for (int k = 0; k < position.length; k += 7) {
            double[] moved = position.clone();
            moved[k] += 1e-5;
            double above = density.logDensity(moved);
            moved[k] -= 2e-5;
            double slope = (above - density.logDensity(moved)) / 2e-5;
            assertThat(gradient[k]).isCloseTo(slope, org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void aNetworkThatIsNotDenseCannotBeLowered() {
        assertThatThrownBy(() -> Network.of(recurrent()).lowered())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The network cannot be lowered: layer 0 \"layer0\" (LSTM) is not dense. Use opaque() instead.");
    }

    @Test
    void parametersMustBeOneVectorOfTheRightLength() {
        String number = "network.parameterCount() tells their number";
        String flatten = "parameters.flatten() makes them one";
        refusesParameters(Tensor.filled(0, 19), "[19]", number);
        refusesParameters(Tensor.of(0), "[]", number);
        refusesParameters(Tensor.filled(0, 19, 1), "[19×1]", number);
        refusesParameters(Tensor.filled(0, 20, 1), "[20×1]", flatten);
        refusesParameters(Tensor.filled(0, 1, 20), "[1×20]", flatten);
        refusesParameters(Tensor.filled(0, 4, 5), "[4×5]", flatten);
    }

    private static void refusesParameters(Tensor parameters, String shape, String remedy) {
        Network lowered = Network.of(tutorial());
        for (Network network : List.of(lowered, lowered.opaque())) {
            int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
            refuses(() -> network.forward(parameters, rows(3, 2, 1)))
                    .hasMessage("network of shapes " + shape + " and [3×2] (NetworkTest.java:" + line
                            + "): its parameters must be one vector, of shape [20]; " + remedy + ".");
        }
    }

    @Test
    void errorsNameTheSiteOfTheParameters() {
        Network lowered = Network.of(tutorial());
        for (Network network : List.of(lowered, lowered.opaque())) {
            int line = new Throwable().getStackTrace()[0].getLineNumber() + 3;
            Model model = Model.of("column", m -> {
                Tensor weights = m.sample("weights", Normal.of(0, 1).iid(20, 1));
                m.observe("labels", Bernoulli.of(network.forward(weights, rows(3, 2, 1))), 1, 0, 1);
            });
            refuses(model::density)
                    .hasMessage(
                            "network of shapes [20×1] and [3×2] (NetworkTest.java:" + line + "): its parameters must"
                                    + " be one vector, of shape [20]; parameters.flatten() makes them one. Involved: \"weights\".");
        }
    }

    @Test
    void inputsMustFitTheFirstLayer() {
        Network lowered = Network.of(tutorial());
        for (Network network : List.of(lowered, lowered.opaque())) {
            int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
            refuses(() -> network.forward(Tensor.filled(0, 20), rows(3, 5, 1)))
                    .hasMessage("network of shapes [20] and [3×5] (NetworkTest.java:" + line
                            + "): its layer 0 \"layer0\" (DenseLayer) takes inputs of shape [batch, 2].");
            refuses(() -> network.forward(Tensor.filled(0, 20), Tensor.filled(0, 2)))
                    .hasMessage("network of shapes [20] and [2] (NetworkTest.java:" + (line + 3)
                            + "): its layer 0 \"layer0\" (DenseLayer) takes inputs of shape [batch, 2].");
        }
    }

    @Test
    void inputsOfANetworkThatBeginsWithAnActivationMustFitTheLayerBehindIt() {
        Network lowered = Network.of(Configurations.of(
                InputType.feedForward(2),
                new ActivationLayer(Activation.TANH),
                new DenseLayer.Builder().nOut(3).build()));
        for (Network network : List.of(lowered, lowered.opaque())) {
            int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
            refuses(() -> network.forward(Tensor.filled(0, 9), rows(3, 5, 1)))
                    .hasMessage("network of shapes [9] and [3×5] (NetworkTest.java:" + line
                            + "): its layer 1 \"layer1\" (DenseLayer) takes inputs of shape [batch, 2].");
        }
    }

    @Test
    void whatOnlyDeeplearning4jSeesIsReportedInItsWords() {
        Network network = Network.of(Configurations.of(
                InputType.convolutional(5, 5, 1),
                new ConvolutionLayer.Builder(2, 2).nOut(1).build(),
                new DenseLayer.Builder().nOut(1).activation(Activation.SIGMOID).build()));
        Tensor parameters = Tensor.filled(0, network.parameterCount());
        int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
        refuses(() -> network.forward(parameters, Tensor.filled(0, 1, 1, 6, 6)))
                .hasMessage("network of shapes [22] and [1×1×6×6] (NetworkTest.java:" + line
                        + "): The network cannot be evaluated on an input of shape [1, 1, 6, 6]; Deeplearning4j says:"
                        + " Invalid input, does not match configuration: expected [minibatch, numChannels=1,"
                        + " inputHeight=4, inputWidth=4]  but got input array of shape [1, 1, 5, 5].");
    }

    private static AbstractThrowableAssert<?, ?> refuses(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
