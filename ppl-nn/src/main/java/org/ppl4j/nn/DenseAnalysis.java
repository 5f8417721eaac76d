package org.ppl4j.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.ppl4j.nn.DenseStep.Activate;
import org.ppl4j.nn.DenseStep.Affine;

/** Reads a plain configuration as dense steps, if it is that. */
final class DenseAnalysis {
    private static final Map<Class<?>, DenseActivation> WITHOUT_PARAMETER = Map.ofEntries(
            Map.entry(ActivationCube.class, DenseActivation.CUBE),
            Map.entry(ActivationGELU.class, DenseActivation.GELU),
            Map.entry(ActivationHardTanH.class, DenseActivation.HARD_TANH),
            Map.entry(ActivationMish.class, DenseActivation.MISH),
            Map.entry(ActivationReLU6.class, DenseActivation.RELU6),
            Map.entry(ActivationRectifiedTanh.class, DenseActivation.RECTIFIED_TANH),
            Map.entry(ActivationSELU.class, DenseActivation.SELU),
            Map.entry(ActivationSigmoid.class, DenseActivation.SIGMOID),
            Map.entry(ActivationSoftmax.class, DenseActivation.SOFTMAX),
            Map.entry(ActivationSoftPlus.class, DenseActivation.SOFTPLUS),
            Map.entry(ActivationSoftSign.class, DenseActivation.SOFTSIGN),
            Map.entry(ActivationSwish.class, DenseActivation.SWISH),
            Map.entry(ActivationTanH.class, DenseActivation.TANH));

    private DenseAnalysis() {}

    static DenseForm analyse(MultiLayerConfiguration plain, List<ParameterSlice> parameters) {
        List<DenseStep> steps = new ArrayList<>();
        for (int index = 0; index < plain.getConfs().size(); index++) {
            Layer layer = plain.getConf(index).getLayer();
            String where = LayerRules.describe(index, layer);
            if (plain.getInputPreProcess(index) != null) {
                return new DenseForm.NotDense(where + " has a preprocessor, "
                        + plain.getInputPreProcess(index).getClass().getSimpleName());
            }
            IActivation function;
            if (layer instanceof DenseLayer dense) {
                if (dense.hasLayerNorm()) {
                    return new DenseForm.NotDense(where + " has layer normalisation");
                }
                steps.add(new Affine(
                        Math.toIntExact(dense.getNIn()),
                        Math.toIntExact(dense.getNOut()),
                        offset(parameters, index, "W").orElseThrow(),
                        offset(parameters, index, "b")));
                function = ((BaseLayer) layer).getActivationFn();
            } else if (layer instanceof ActivationLayer activation) {
                function = activation.getActivationFn();
            } else {
                return new DenseForm.NotDense(where + " is not dense");
            }
            if (CorrectedActivations.kind(function) != ActivationIdentity.class) {
                Optional<Activate> step = step(function);
                if (step.isEmpty()) {
                    return new DenseForm.NotDense(
                            where + " has the activation " + function + ", which has no formula here");
                }
                steps.add(step.get());
            }
        }
        return new DenseForm.Dense(steps);
    }

    /** Only Deeplearning4j's own classes have formulas: a class that extends one of them may compute something else. */
    private static Optional<Activate> step(IActivation function) {
        Class<?> kind = CorrectedActivations.kind(function);
        if (kind == ActivationReLU.class) {
            ActivationReLU relu = (ActivationReLU) function;
            boolean plain = isZero(relu.getThreshold()) && isZero(relu.getNegativeSlope()) && relu.getMax() == null;
            return plain ? Optional.of(new Activate(DenseActivation.RELU, 0)) : Optional.empty();
        }
        if (kind == ActivationELU.class) {
            return Optional.of(new Activate(DenseActivation.ELU, ((ActivationELU) function).getAlpha()));
        }
        if (kind == ActivationLReLU.class) {
            return Optional.of(new Activate(DenseActivation.LEAKY_RELU, ((ActivationLReLU) function).getAlpha()));
        }
        if (kind == ActivationThresholdedReLU.class) {
            double theta = ((ActivationThresholdedReLU) function).getTheta();
            return Optional.of(new Activate(DenseActivation.THRESHOLDED_RELU, theta));
        }
        return Optional.ofNullable(WITHOUT_PARAMETER.get(kind)).map(known -> new Activate(known, 0));
    }

    private static boolean isZero(@Nullable Double value) {
        return value == null || value == 0;
    }

    private static OptionalInt offset(List<ParameterSlice> parameters, int layer, String name) {
        return parameters.stream()
                .filter(slice -> slice.layer() == layer && slice.name().equals(name))
                .mapToInt(ParameterSlice::offset)
                .findFirst();
    }
}
