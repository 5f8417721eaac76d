package org.ppl4j.distribution;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.Interval;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Elements between bounds that may be random and may differ from element to element. */
final class BoundedSupport implements Support {

    private final Tensor lower;
    private final Tensor upper;
    private final Kind kind;

    BoundedSupport(Tensor lower, Tensor upper, Kind kind) {
        this.lower = Arguments.nonNull(lower, "lower");
        this.upper = Arguments.nonNull(upper, "upper");
        this.kind = kind;
    }

    /** Which values between the bounds belong to the set. */
    enum Kind {
        /** All real numbers, and the bounds. */
        CLOSED,
        /** All real numbers, without the bounds. */
        OPEN,
        /** The whole numbers, and the bounds. */
        WHOLE
    }

    @Override
    public boolean isDiscrete() {
        return kind == Kind.WHOLE;
    }

    @Override
    public Bijector bijector() {
        if (isDiscrete()) {
            throw WholeNumberSupport.noBijector();
        }
        return Interval.between(lower, upper);
    }

    @Override
    public Optional<String> violation(double[] values, Shape shape) {
        Shape common = shape.broadcast(lower.shape()).broadcast(upper.shape());
        double @Nullable [] below = known(lower, common);
        double @Nullable [] above = known(upper, common);
        Broadcast repeated = new Broadcast(common);
        for (int i = 0; i < common.size(); i++) {
            int element = repeated.sourceIndex(shape, i);
            double least = below == null ? Double.NEGATIVE_INFINITY : below[i];
            double largest = above == null ? Double.POSITIVE_INFINITY : above[i];
            double value = values[element];
            if (!contains(least, value, largest)) {
                return Violations.of(requirement(least, largest), values, shape, element);
            }
            if (Double.isInfinite(value)) {
                return Violations.of("must be finite", values, shape, element);
            }
        }
        return Optional.empty();
    }

    private static double @Nullable [] known(Tensor bound, Shape common) {
        return bound.isConcrete() ? bound.broadcastTo(common).toArray() : null;
    }

    private boolean contains(double least, double value, double largest) {
        return switch (kind) {
            case CLOSED -> least <= value && value <= largest;
            case OPEN -> least < value && value < largest;
            case WHOLE -> WholeNumberSupport.isWhole(value) && least <= value && value <= largest;
        };
    }

    private String requirement(double least, double largest) {
        String what = kind == Kind.WHOLE ? "must be a whole number" : "must be";
        String orEqual = kind == Kind.OPEN ? " " : "= ";
        boolean bounded = largest != Double.POSITIVE_INFINITY;
        if (least != Double.NEGATIVE_INFINITY) {
            return bounded ? between(least, largest) : what + " >" + orEqual + text(least);
        }
        if (bounded) {
            return what + " <" + orEqual + text(largest);
        }
        return kind == Kind.WHOLE ? what : "must be finite";
    }

    private String between(double least, double largest) {
        return switch (kind) {
                    case CLOSED -> "must lie between ";
                    case OPEN -> "must lie strictly between ";
                    case WHOLE -> "must be a whole number between ";
                }
                + text(least) + " and " + text(largest);
    }

    private String text(double bound) {
        return kind == Kind.WHOLE && bound == (long) bound ? Long.toString((long) bound) : Double.toString(bound);
    }

    @Override
    public String toString() {
        return "between " + lower + " and " + upper;
    }
}
