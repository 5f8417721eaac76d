package org.ppl4j.nn;

import java.util.List;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Writes a dense network out as operations on tensors. */
@LibraryFrame
final class Lowering {

    private Lowering() {}

    static Tensor forward(List<DenseStep> steps, Tensor parameters, Tensor inputs) {
        Tensor values = inputs;
        for (DenseStep step : steps) {
            if (step instanceof DenseStep.Affine affine) {
                values = affine(affine, parameters, values);
            } else if (step instanceof DenseStep.Activate activation) {
                values = activate(activation.function(), activation.parameter(), values);
            }
        }
        return values;
    }

    private static Tensor affine(DenseStep.Affine step, Tensor parameters, Tensor values) {
        int[] columnMajor = new int[step.inputs() * step.outputs()];
        for (int i = 0; i < step.inputs(); i++) {
            for (int j = 0; j < step.outputs(); j++) {
                columnMajor[i * step.outputs() + j] = step.weightOffset() + i + j * step.inputs();
            }
        }
        Tensor weights = parameters.take(Shape.of(step.inputs(), step.outputs()), Indices.of(columnMajor));
        Tensor product = values.dot(weights);
        return step.biasOffset().isEmpty()
                ? product
                : product.plus(parameters.slice(
                        step.biasOffset().getAsInt(), step.biasOffset().getAsInt() + step.outputs()));
    }

    private static Tensor activate(DenseActivation function, double parameter, Tensor x) {
        return switch (function) {
            case CUBE -> x.square().times(x);
            case ELU -> positiveOr(x, x.minimum(0).expm1().times(parameter));
            case GELU -> x.times(x.times(DenseActivation.GELU_SLOPE).sigmoid());
            case HARD_TANH -> x.minimum(1).maximum(-1);
            case LEAKY_RELU -> positiveOr(x, x.times(parameter));
            case MISH -> x.times(x.softplus().tanh());
            case RECTIFIED_TANH -> x.tanh().maximum(0);
            case RELU -> x.maximum(0);
            case RELU6 -> x.minimum(6).maximum(0);
            case SELU ->
                positiveOr(x, x.minimum(0).expm1().times(DenseActivation.SELU_ALPHA))
                        .times(DenseActivation.SELU_LAMBDA);
            case SIGMOID -> x.sigmoid();
            case SOFTMAX -> x.softmax();
            case SOFTPLUS -> x.softplus();
            case SOFTSIGN -> x.dividedBy(x.abs().plus(1));
            case SWISH -> x.times(x.sigmoid());
            case TANH -> x.tanh();
            case THRESHOLDED_RELU -> Tensor.where(Tensor.of(parameter).lessThan(x), x, Tensor.of(0));
        };
    }

    private static Tensor positiveOr(Tensor x, Tensor otherwise) {
        return Tensor.where(Tensor.of(0).lessThan(x), x, otherwise);
    }
}
