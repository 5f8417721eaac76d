package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** Every activation, in both forms of a network: values agree, gradients are derivatives. */
class NetworkGradientsTest {
    private static final int BATCH = 5;

    static Stream<IActivation> withFormula() {
        Set<Activation> others = EnumSet.of(Activation.HARDSIGMOID, Activation.RATIONALTANH, Activation.RRELU);
        return Stream.concat(
                EnumSet.complementOf(EnumSet.copyOf(others)).stream().map(Activation::getActivationFunction),
                Stream.of(
                        new ActivationELU(0.3),
                        new ActivationELU(2.5),
                        new ActivationELU(0),
                        new ActivationELU(-0.7),
                        new ActivationLReLU(0.3),
                        new ActivationLReLU(1.5),
                        new ActivationLReLU(-0.7),
                        new ActivationThresholdedReLU(0.3),
                        new ActivationThresholdedReLU(0),
                        new ActivationThresholdedReLU(-0.4)));
    }

    static Stream<Arguments> withoutFormula() {
        return Stream.of(
                arguments("hard sigmoid", Activation.HARDSIGMOID.getActivationFunction()),
                arguments("rational tanh", Activation.RATIONALTANH.getActivationFunction()),
                arguments("maximum", new ActivationReLU(0.6, null, null)),
                arguments("threshold", new ActivationReLU(null, 0.2, null)),
                arguments("negative threshold", new ActivationReLU(null, -0.2, null)),
                arguments("slope", new ActivationReLU(null, null, 0.2)),
                arguments("negative slope", new ActivationReLU(null, null, -0.2)),
                arguments("all three", new ActivationReLU(0.6, 0.2, 0.3)),
                arguments("all three, negative threshold", new ActivationReLU(0.6, -0.2, 0.3)));
    }

    @ParameterizedTest
    @MethodSource("withFormula")
    void bothFormsAgreeNearZero(IActivation activation) {
        agree(activation, 1);
    }

    /** Where exponentials overflow and sums of them vanish. */
    @ParameterizedTest
    @MethodSource("withFormula")
    void bothFormsAgreeFarOut(IActivation activation) {
        agree(activation, 40);
        agree(activation, 4_000);
    }

    private static void agree(IActivation activation, double scale) {
        Network lowered = Network.of(dense(activation)).lowered();
        double[] parameters = Slopes.uniform(lowered.parameterCount(), 1, 1);
        assertAgreement(lowered, parameters, Slopes.uniform(2 * BATCH, scale, 2));
    }

    private static void assertAgreement(Network lowered, double[] parameters, double[] inputs) {
        assertClose(output(lowered, parameters, inputs), output(lowered.opaque(), parameters, inputs));

        Tensor adjoint = Tensor.of(Slopes.uniform(3 * BATCH, 1, 3)).reshape(BATCH, 3);
        double[] position = concatenate(parameters, inputs);
        double[] gradient = new double[position.length];
        double[] expected = new double[position.length];
        density(lowered, adjoint).logDensityAndGradient(position, gradient);
        density(lowered.opaque(), adjoint).logDensityAndGradient(position, expected);
        assertClose(gradient, expected);
    }

    @Test
    void bothFormsOfASoftmaxOfRowsFarBelowZeroAgree() {
        Network lowered = Network.of(dense(new ActivationSoftmax())).lowered();
        double[] parameters = Slopes.uniform(lowered.parameterCount(), 1, 1);
        double[] inputs = Slopes.uniform(2 * BATCH, 1, 2);
        for (double bias : new double[] {-740, -1_000}) {
            for (int j = 0; j < 3; j++) {
                parameters[parameters.length - 3 + j] = bias - j;
            }
            assertAgreement(lowered, parameters, inputs);
        }
    }

    @ParameterizedTest
    @MethodSource("withFormula")
    void gradientsOfTheLoweredFormAreDerivatives(IActivation activation) {
        Network network = Network.of(dense(activation)).lowered();
        Tensor adjoint = Tensor.of(Slopes.uniform(3 * BATCH, 1, 3)).reshape(BATCH, 3);
        ModelDensity density = density(network, adjoint);
        double[] position = Slopes.uniform(density.dimension(), 1, 4);
        double[] gradient = new double[position.length];
        density.logDensityAndGradient(position, gradient);
        Slopes.check(activation.toString(), position, gradient, density::logDensity);
    }

    @ParameterizedTest
    @MethodSource("withFormula")
    void gradientsOfTheCalledFormAreDerivatives(IActivation activation) {
        Slopes.check(Dl4jNetwork.of(dense(activation)), BATCH, 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutFormula")
    void gradientsOfActivationsWithoutAFormulaAreDerivatives(String name, IActivation activation) {
        Dl4jNetwork network = Dl4jNetwork.of(dense(activation));
        assertThat(network.denseForm()).isInstanceOf(DenseForm.NotDense.class);
        Slopes.check(network, BATCH, 2);
    }

    @Test
    void everyFormulaIsAmongThose() {
        Set<DenseActivation> seen = EnumSet.noneOf(DenseActivation.class);
        withFormula().forEach(activation -> {
            List<DenseStep> steps =
                    ((DenseForm.Dense) Dl4jNetwork.of(dense(activation)).denseForm()).steps();
            if (steps.get(steps.size() - 1) instanceof DenseStep.Activate last) {
                seen.add(last.function());
            }
        });
        assertThat(seen).containsExactlyInAnyOrder(DenseActivation.values());
    }

    /** A class of the user's is called as it is, and never taken for the one it extends. */
    static final class ShiftedSwish extends ActivationSwish {
        private static final long serialVersionUID = 1;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return super.getActivation(in, training).addi(1);
        }
    }

    @Test
    void activationsOfOnesOwnAreCalled() {
        Network network = Network.of(dense(new ShiftedSwish()));
        assertThat(network.isLowered()).isFalse();
        double[] parameters = Slopes.uniform(network.parameterCount(), 1, 1);
        double[] inputs = Slopes.uniform(2 * BATCH, 1, 2);
        double[] shifted = output(Network.of(dense(new ActivationSwish())), parameters, inputs);
        assertClose(
                output(network, parameters, inputs),
                Arrays.stream(shifted).map(x -> x + 1).toArray());
        Slopes.check(Dl4jNetwork.of(dense(new ShiftedSwish())), BATCH, 2);
    }

    /** What Deeplearning4j's own class does: its derivative takes alpha for 1. */
    static final class Uncorrected extends ActivationELU {
        private static final long serialVersionUID = 1;

        Uncorrected() {
            super(2.5);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(in, epsilon);
        }
    }

    /** The control: these tests see what {@link CorrectedActivations} is for. */
    @Test
    void withoutItsCorrectionTheGradientIsSeenToBeWrong() {
        Dl4jNetwork network = Dl4jNetwork.of(dense(new Uncorrected()));
        assertThatThrownBy(() -> Slopes.check(network, BATCH, 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("by the parameters, direction 0");
    }

    @ParameterizedTest
    @MethodSource("withFormula")
    void correctionsSurviveCloningAndSerialisation(IActivation activation) {
        MultiLayerConfiguration plain = PlainConfiguration.of(dense(activation));
        IActivation used = function(plain);
        assertThat(function(plain.clone())).isEqualTo(used).hasSameClassAs(used);
        assertThat(function(MultiLayerConfiguration.fromJson(plain.toJson())))
                .isEqualTo(used)
                .hasSameClassAs(used);
        assertThat(CorrectedActivations.kind(used)).isEqualTo(activation.getClass());
        assertThat(used).hasToString(activation.toString());
    }

    private static IActivation function(MultiLayerConfiguration configuration) {
        return ((DenseLayer) configuration.getConf(1).getLayer()).getActivationFn();
    }

    /** The gradient of a weighted sum of the outputs, by the parameters and then the inputs. */
    private static ModelDensity density(Network network, Tensor adjoint) {
        Normal wide = Normal.of(0, 1e8);
        return Model.of("outputs", m -> {
                    Tensor parameters = m.sample("parameters", wide.iid(network.parameterCount()));
                    Tensor inputs = m.sample("inputs", wide.iid(2 * BATCH));
                    m.factor(
                            "weighted",
                            network.forward(parameters, inputs.reshape(BATCH, 2))
                                    .timesElementwise(adjoint));
                })
                .density();
    }

    private static double[] output(Network network, double[] parameters, double[] inputs) {
        return network.forward(Tensor.of(parameters), Tensor.of(inputs).reshape(BATCH, 2))
                .toArray();
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static double[] concatenate(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static MultiLayerConfiguration dense(IActivation activation) {
        return Configurations.of(
                InputType.feedForward(2),
                new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build(),
                new DenseLayer.Builder().nOut(3).activation(activation).build());
    }
}
