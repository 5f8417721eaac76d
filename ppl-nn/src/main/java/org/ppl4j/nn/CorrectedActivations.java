package org.ppl4j.nn;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Stand-ins for those activations of Deeplearning4j that are wrong somewhere: in their derivative, or far from zero, where
 * they overflow. Each extends the class that it stands for, and has the same parameters.
 */
final class CorrectedActivations {
    /** Beyond this distance from zero the smooth activations are straight lines to double precision. */
    private static final double STRAIGHT = 100;

    private CorrectedActivations() {}

    /** An activation that stands for the one it extends. */
    interface StandIn extends IActivation {}

    /** Returns what computes an activation rightly: a stand-in, or the activation itself. */
    static IActivation of(IActivation function) {
        Class<?> kind = function.getClass();
        if (kind == ActivationELU.class) {
            return new Elu(((ActivationELU) function).getAlpha());
        }
        if (kind == ActivationGELU.class) {
            return new Gelu();
        }
        if (kind == ActivationLReLU.class) {
            return new LeakyReLU(((ActivationLReLU) function).getAlpha());
        }
        if (kind == ActivationMish.class) {
            return new Mish();
        }
        if (kind == ActivationSoftPlus.class) {
            return new SoftPlus();
        }
        if (kind == ActivationSoftmax.class) {
            return new Softmax();
        }
        return kind == ActivationSwish.class ? new Swish() : function;
    }

    /** Returns which class of Deeplearning4j, or of the user, an activation is of or stands for. */
    static Class<?> kind(IActivation function) {
        return function instanceof StandIn ? function.getClass().getSuperclass() : function.getClass();
    }

    /** Deeplearning4j's derivative takes alpha for 1. */
    static final class Elu extends ActivationELU implements StandIn {
        private static final long serialVersionUID = 1;

        Elu() {}

        Elu(double alpha) {
            super(alpha);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            INDArray above = whereAboveZero(in, epsilon);
            INDArray ofAlphaOne = super.backprop(in, epsilon).getFirst();
            return new Pair<>(ofAlphaOne.subi(above).muli(getAlpha()).addi(above), null);
        }
    }

    /** Deeplearning4j's derivative has alpha rounded to single precision. */
    static final class LeakyReLU extends ActivationLReLU implements StandIn {
        private static final long serialVersionUID = 1;

        LeakyReLU() {}

        LeakyReLU(double alpha) {
            super(alpha);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            assertShape(in, epsilon);
            INDArray above = whereAboveZero(in, epsilon);
            return new Pair<>(epsilon.sub(above).muli(getAlpha()).addi(above), null);
        }
    }

    /** Deeplearning4j's derivative is not a number for large values. */
    static final class Gelu extends ActivationGELU implements StandIn {
        private static final long serialVersionUID = 1;

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(clipped(in), epsilon);
        }
    }

    /** Deeplearning4j's derivative is not a number for large values. */
    static final class Mish extends ActivationMish implements StandIn {
        private static final long serialVersionUID = 1;

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(clipped(in), epsilon);
        }
    }

    /** Deeplearning4j's value is infinite for large values, and its derivative not a number. */
    static final class SoftPlus extends ActivationSoftPlus implements StandIn {
        private static final long serialVersionUID = 1;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            INDArray line = in.dup();
            return Transforms.max(super.getActivation(clipped(in), training), line, false);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(clipped(in), epsilon);
        }
    }

    /** Deeplearning4j's value is not a number, or has lost its digits, where all of a row is far below zero. */
    static final class Softmax extends ActivationSoftmax implements StandIn {
        private static final long serialVersionUID = 1;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return super.getActivation(shifted(in), training);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(shifted(in), epsilon);
        }

        /** Takes from each row its maximum, in place, which leaves its softmax as it is. */
        private static INDArray shifted(INDArray in) {
            return in.subi(in.max(true, in.rank() - 1));
        }
    }

    /** Deeplearning4j's derivative is not a number for large values. */
    static final class Swish extends ActivationSwish implements StandIn {
        private static final long serialVersionUID = 1;

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return super.backprop(clipped(in), epsilon);
        }
    }

    /** Returns the adjoint where the input is above zero, and zero elsewhere. */
    private static INDArray whereAboveZero(INDArray in, INDArray epsilon) {
        return Nd4j.exec(new RectifiedLinearDerivative(in, epsilon, in.ulike(), 0))[0];
    }

    /** Cuts an array off, in place, where the activation is a straight line, and its derivative does not change any more. */
    private static INDArray clipped(INDArray in) {
        ClipByValue clip = new ClipByValue(in, -STRAIGHT, STRAIGHT);
        clip.addOutputArgument(in);
        Nd4j.exec(clip);
        return in;
    }
}
