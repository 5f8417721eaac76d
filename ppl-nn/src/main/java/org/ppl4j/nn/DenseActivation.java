package org.ppl4j.nn;

/**
 * The activation functions a dense network can have and still be written out as formulas.
 *
 * <p>Each is the function Deeplearning4j computes under the same name, its approximations included. Some take one
 * constant, called {@code parameter} below; the others ignore it.
 */
public enum DenseActivation {
    /** {@code x³}. */
    CUBE,
    /** {@code x} if positive, else {@code parameter · (exp(x) − 1)}. */
    ELU,
    /** {@code x · sigmoid(c · x)}, c being {@link #GELU_SLOPE}: the approximation that Deeplearning4j's {@code GELU} is unless asked to be precise. */
    GELU,
    /** {@code x} cut off at −1 and 1. */
    HARD_TANH,
    /** {@code x} if positive, else {@code parameter · x}. */
    LEAKY_RELU,
    /** {@code x · tanh(softplus(x))}. */
    MISH,
    /** The larger of 0 and {@code tanh(x)}. */
    RECTIFIED_TANH,
    /** The larger of 0 and {@code x}. */
    RELU,
    /** {@code x} cut off at 0 and 6. */
    RELU6,
    /** {@code λ · x} if positive, else {@code λ · α · (exp(x) − 1)}, with {@link #SELU_LAMBDA} and {@link #SELU_ALPHA}. */
    SELU,
    /** {@code 1 / (1 + exp(−x))}. */
    SIGMOID,
    /** {@code exp(x)} divided by the sum of it over the layer's outputs: the only one that is not element by element. */
    SOFTMAX,
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code x · sigmoid(x)}. */
    SWISH,
    /** {@code tanh(x)}. */
    TANH,
    /** {@code x} if above {@code parameter}, else 0. */
    THRESHOLDED_RELU;

    /** The constant of {@link #GELU}: 1.702 rounded to single precision, as Deeplearning4j has it. */
    public static final double GELU_SLOPE = 1.702f;

    /** The scale of {@link #SELU}: Klambauer et al. (2017), "Self-Normalizing Neural Networks". */
    public static final double SELU_LAMBDA = 1.0507009873554805;

    /** The slope of {@link #SELU} far below zero, before scaling. */
    public static final double SELU_ALPHA = 1.6732632423543772;
}
