package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class Dl4jNetworkTest {
    private final Dl4jNetwork tutorial = Dl4jNetwork.of(Configurations.tutorial());

    @Test
    void theTutorialsNetworkHasTwentyParameters() {
        assertThat(tutorial.parameterCount()).isEqualTo(20);
        assertThat(tutorial.parameterTable())
                .containsExactly(
                        new ParameterSlice(0, "layer0", "W", 0, List.of(2, 3), 'f'),
                        new ParameterSlice(0, "layer0", "b", 6, List.of(3), 'f'),
                        new ParameterSlice(1, "layer1", "W", 9, List.of(3, 2), 'f'),
                        new ParameterSlice(1, "layer1", "b", 15, List.of(2), 'f'),
                        new ParameterSlice(2, "layer2", "W", 17, List.of(2, 1), 'f'),
                        new ParameterSlice(2, "layer2", "b", 19, List.of(1), 'f'));
        assertThat(tutorial).hasToString("Dl4jNetwork[3 layers, 20 parameters]");
    }

    @Test
    void convolutionsHaveTheBiasFirstAndRowMajorWeights() {
        Dl4jNetwork network = Dl4jNetwork.of(Configurations.of(
                InputType.convolutional(5, 5, 2),
                new ConvolutionLayer.Builder(2, 2).name("edges").nOut(3).build(),
                new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build()));

        assertThat(network.parameterTable())
                .startsWith(
                        new ParameterSlice(0, "edges", "b", 0, List.of(3), 'f'),
                        new ParameterSlice(0, "edges", "W", 3, List.of(3, 2, 2, 2), 'c'));
    }

    @Test
    void recurrentLayersHaveInputWeightsThenRecurrentOnesThenTheBias() {
        Dl4jNetwork network = Dl4jNetwork.of(Configurations.of(
                InputType.recurrent(2, 4), new LSTM.Builder().nOut(3).build()));

        assertThat(network.parameterTable())
                .containsExactly(
                        new ParameterSlice(0, "layer0", "W", 0, List.of(2, 12), 'f'),
                        new ParameterSlice(0, "layer0", "RW", 24, List.of(3, 12), 'f'),
                        new ParameterSlice(0, "layer0", "b", 60, List.of(12), 'f'));
    }

    @Test
    void agreesWithTheSameNetworkInPlainJava() {
        double[] parameters = new SplittableRandom(5).doubles(20, -2, 2).toArray();
        double[] inputs = new SplittableRandom(6).doubles(160, -3, 3).toArray();
        double[] expected = new double[80];
        for (int row = 0; row < 80; row++) {
            double[] first = new double[3];
            for (int j = 0; j < 3; j++) {
                first[j] = Math.tanh(inputs[2 * row] * parameters[2 * j]
                        + inputs[2 * row + 1] * parameters[2 * j + 1]
                        + parameters[6 + j]);
            }
            double sum = parameters[19];
            for (int j = 0; j < 2; j++) {
                double second = parameters[15 + j];
                for (int i = 0; i < 3; i++) {
                    second += first[i] * parameters[9 + 3 * j + i];
                }
                sum += Math.tanh(second) * parameters[17 + j];
            }
            expected[row] = 1 / (1 + Math.exp(-sum));
        }

        double[] output = new double[80];
        tutorial.forward(parameters, inputs, new int[] {80, 2}, output);

        assertThat(output).containsExactly(expected, within(1e-12));
    }

    @Test
    void theForwardPassThatTheGradientReusesIsOfTheSameArguments() {
        int[] shape = {2, 2};
        double[] inputs = {0.3, -0.2, 1.1, 0.7};
        double[] adjoint = {1, -2};
        double[] parameters = tutorial.initialParameters(3);
        double[] other = tutorial.initialParameters(4);
        double[] fresh = new double[20];
        Dl4jNetwork.of(Configurations.tutorial())
                .vectorJacobianProduct(parameters, inputs, shape, adjoint, fresh, null);

        double[] gradient = new double[20];
        tutorial.forward(other, inputs, shape, new double[2]);
        tutorial.vectorJacobianProduct(parameters, inputs, shape, adjoint, gradient, null);
        assertThat(gradient).isEqualTo(fresh);

        tutorial.forward(parameters, new double[] {9, 9, 9, 9}, shape, new double[2]);
        tutorial.vectorJacobianProduct(parameters, inputs, shape, adjoint, gradient, null);
        assertThat(gradient).isEqualTo(fresh);

        tutorial.forward(parameters, inputs, shape, new double[2]);
        tutorial.vectorJacobianProduct(parameters, inputs, shape, adjoint, gradient, null);
        assertThat(gradient).isEqualTo(fresh);
    }

    @Test
    void initialParametersDependOnTheSeedAlone() throws InterruptedException {
        double[] first = tutorial.initialParameters(1);
        double[][] elsewhere = new double[1][];
        Thread thread = new Thread(() -> elsewhere[0] = tutorial.initialParameters(1));
        thread.start();
        thread.join();

        assertThat(elsewhere[0]).isEqualTo(first);
        assertThat(tutorial.initialParameters(2)).isNotEqualTo(first);
    }

    @Test
    void theConfigurationIsLeftAsItIs() {
        MultiLayerConfiguration configuration = Configurations.tutorial();
        String before = configuration.toJson();
        Dl4jNetwork.of(configuration).initialParameters(99);

        assertThat(configuration.toJson()).isEqualTo(before);
    }

    @Test
    void theShapeOfTheOutputFollowsTheInput() {
        assertThat(tutorial.outputShape(7, 2)).containsExactly(7, 1);
        assertThat(tutorial.outputShape(1, 2)).containsExactly(1, 1);
    }

    @Test
    void wrongLengthsAreRefused() {
        double[] parameters = new double[20];
        int[] shape = {5, 2};
        refuses(
                () -> tutorial.forward(new double[19], new double[10], shape, new double[5]),
                "parameters has 19 elements, but the network's parameters are 20.");
        refuses(
                () -> tutorial.forward(parameters, new double[9], shape, new double[5]),
                "inputs has 9 elements, but its shape [5, 2] has 10.");
        refuses(
                () -> tutorial.forward(parameters, new double[10], shape, new double[4]),
                "output has 4 elements, but the network's output here has shape [5, 1], 5 elements."
                        + " outputShape(...) tells it beforehand.");
        refuses(
                () -> tutorial.vectorJacobianProduct(
                        parameters, new double[10], shape, new double[6], new double[20], null),
                "outputAdjoint has 6 elements, but the network's output here has shape [5, 1], 5 elements."
                        + " outputShape(...) tells it beforehand.");
        refuses(
                () -> tutorial.vectorJacobianProduct(
                        parameters, new double[10], shape, new double[5], new double[21], null),
                "parameterAdjoint has 21 elements, but the network's parameters are 20.");
        refuses(
                () -> tutorial.vectorJacobianProduct(
                        parameters, new double[10], shape, new double[5], new double[20], new double[11]),
                "inputAdjoint has 11 elements, but the inputs are 10.");
    }

    @Test
    void wrongShapesAreRefused() {
        refuses(
                () -> tutorial.outputShape(5, 3),
                "An input of shape [5, 3] does not fit the network: its layer 0 \"layer0\" (DenseLayer) takes inputs of shape [batch, 2].");
        refuses(
                () -> tutorial.outputShape(2),
                "An input of shape [2] does not fit the network: its layer 0 \"layer0\" (DenseLayer) takes inputs of shape [batch, 2].");
        refuses(
                () -> tutorial.outputShape(0, 2),
                "An input of shape [0, 2] is empty; every dimension must be at least 1.");
        Dl4jNetwork recurrent = Dl4jNetwork.of(Configurations.of(
                InputType.recurrent(2, 4), new LSTM.Builder().nOut(3).build()));
        refuses(
                () -> recurrent.outputShape(5, 3, 4),
                "An input of shape [5, 3, 4] does not fit the network: its layer 0 \"layer0\" (LSTM) takes"
                        + " inputs of shape [batch, 2, time].");
        Dl4jNetwork images = Dl4jNetwork.of(Configurations.of(
                InputType.convolutional(5, 5, 2),
                new ConvolutionLayer.Builder(2, 2).nOut(3).build()));
        refuses(
                () -> images.outputShape(1, 5, 5, 2),
                "An input of shape [1, 5, 5, 2] does not fit the network: its layer 0 \"layer0\" (ConvolutionLayer)"
                        + " takes inputs of shape [batch, 2, height, width].");
    }

    @Test
    void whatOnlyDeeplearning4jSeesIsReportedWithItsWords() {
        Dl4jNetwork images = Dl4jNetwork.of(Configurations.of(
                InputType.convolutional(5, 5, 1),
                new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.outputShape(1, 1, 6, 6))
                .withMessageStartingWith(
                        "The network cannot be evaluated on an input of shape [1, 1, 6, 6]; Deeplearning4j says: ")
                .withCauseInstanceOf(RuntimeException.class);
        assertThat(images.outputShape(1, 1, 5, 5)).containsExactly(1, 2);
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
