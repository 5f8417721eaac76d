package org.ppl4j.samplers;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.tensor.Tensor;

/**
 * Points that were proposed in coordinates of one target, in those of another with the same variables.
 *
 * @param points proposes positions
 * @param source the target that they are proposed for
 */
@LibraryFrame
record ConvertedPoints(InitialPoints points, Target source) implements InitialPoints {

    /** Returns points for a target with other coordinates than those of the one that the user knows. */
    static InitialPoints of(InitialPoints points, Target source) {
        boolean isByName =
                points instanceof TargetPoints || points instanceof NamedValues || points instanceof LastDraws;
        return isByName ? points : new ConvertedPoints(points, source);
    }

    @Override
    public boolean isOnlyOne(Target target) {
        return points.isOnlyOne(source);
    }

    @Override
    public double[] propose(Target target, int chain, RandomGenerator random) {
        double[] position = points.propose(source, chain, random);
        if (!isPosition(position)) {
            return position;
        }
        Map<String, Tensor> values = new PointValues(source).apply(position);
        values.keySet().retainAll(NamedValues.sampled(source));
        return target.unconstrain(values, position);
    }

    /** Strategies of a user's own may propose what is none, which is refused where it is used. */
    private boolean isPosition(double @Nullable [] proposed) {
        return proposed != null && proposed.length == source.density().dimension();
    }
}
