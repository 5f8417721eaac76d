package org.ppl4j.nn;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** Which activations a network may not have: those whose gradients would not be derivatives, and that can't be put right. */
final class ActivationRules {

    private ActivationRules() {}

    /** Returns what is wrong with an activation, and what to use instead, if anything is. */
    static Optional<String> objection(IActivation function) {
        if (function instanceof ActivationRReLU || function instanceof ActivationPReLU) {
            return Optional.of(
                    "its activation, " + function + ", is not a fixed function of its input. Use LEAKYRELU.");
        }
        if (function instanceof ActivationGELU gelu && gelu.isPrecise()) {
            return Optional.of("its activation, " + function + ", is another function in Deeplearning4j than in the"
                    + " literature, and its gradient is not its derivative. Use Activation.GELU, the approximation.");
        }
        if (function instanceof ActivationReLU relu && isCutWrongly(relu)) {
            return Optional.of("its activation, a RELU with maximum " + relu.getMax() + ", threshold "
                    + relu.getThreshold() + " and negative slope " + relu.getNegativeSlope()
                    + ", is cut off where Deeplearning4j's gradient is not. Let the maximum be above 0 and above the"
                    + " threshold, and the negative slope at least 0.");
        }
        return Optional.empty();
    }

    /** Deeplearning4j's gradient is cut off by the input; the value is cut off by itself. */
    private static boolean isCutWrongly(ActivationReLU relu) {
        double threshold = relu.getThreshold() == null ? 0 : relu.getThreshold();
        double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
        return relu.getMax() != null && (relu.getMax() <= Math.max(0, threshold) || slope < 0);
    }
}
