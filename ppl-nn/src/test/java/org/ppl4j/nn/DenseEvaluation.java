package org.ppl4j.nn;

import java.util.Arrays;
import org.ppl4j.nn.DenseStep.Activate;
import org.ppl4j.nn.DenseStep.Affine;

/** The steps of a dense network, evaluated literally as their documentation reads. */
final class DenseEvaluation {
    private DenseEvaluation() {}

    static double[] evaluate(DenseForm.Dense form, double[] parameters, double[] inputs, int batch) {
        double[] values = inputs;
        for (DenseStep step : form.steps()) {
            if (step instanceof Affine affine) {
                values = affine(affine, parameters, values, batch);
            } else if (step instanceof Activate activate) {
                values = activate.function() == DenseActivation.SOFTMAX
                        ? softmax(values, batch)
                        : Arrays.stream(values)
                                .map(x -> value(activate.function(), activate.parameter(), x))
                                .toArray();
            }
        }
        return values;
    }

    private static double[] affine(Affine affine, double[] parameters, double[] values, int batch) {
        double[] result = new double[batch * affine.outputs()];
        for (int row = 0; row < batch; row++) {
            for (int j = 0; j < affine.outputs(); j++) {
                double sum = affine.biasOffset().isPresent()
                        ? parameters[affine.biasOffset().getAsInt() + j]
                        : 0;
                for (int i = 0; i < affine.inputs(); i++) {
                    sum += values[row * affine.inputs() + i]
                            * parameters[affine.weightOffset() + i + j * affine.inputs()];
                }
                result[row * affine.outputs() + j] = sum;
            }
        }
        return result;
    }

    private static double[] softmax(double[] values, int batch) {
        int columns = values.length / batch;
        double[] result = new double[values.length];
        for (int row = 0; row < batch; row++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                result[row * columns + j] = Math.exp(values[row * columns + j]);
                sum += result[row * columns + j];
            }
            for (int j = 0; j < columns; j++) {
                result[row * columns + j] /= sum;
            }
        }
        return result;
    }

    private static double value(DenseActivation function, double parameter, double x) {
        return switch (function) {
            case CUBE -> x * x * x;
            case ELU -> x > 0 ? x : parameter * Math.expm1(x);
            case GELU -> x * sigmoid(DenseActivation.GELU_SLOPE * x);
            case HARD_TANH -> Math.max(-1, Math.min(1, x));
            case LEAKY_RELU -> x > 0 ? x : parameter * x;
            case MISH -> x * Math.tanh(Math.log1p(Math.exp(x)));
            case RECTIFIED_TANH -> Math.max(0, Math.tanh(x));
            case RELU -> Math.max(0, x);
            case RELU6 -> Math.max(0, Math.min(6, x));
            case SELU -> DenseActivation.SELU_LAMBDA * (x > 0 ? x : DenseActivation.SELU_ALPHA * Math.expm1(x));
            case SIGMOID -> sigmoid(x);
            case SOFTMAX -> throw new IllegalArgumentException("Softmax is not element by element.");
            case SOFTPLUS -> Math.log1p(Math.exp(x));
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SWISH -> x * sigmoid(x);
            case TANH -> Math.tanh(x);
            case THRESHOLDED_RELU -> x > parameter ? x : 0;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
