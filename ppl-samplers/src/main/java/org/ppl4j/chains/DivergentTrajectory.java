package org.ppl4j.chains;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.ppl4j.tensor.Tensor;

/**
 * A {@link Divergence} of a run: of which chain and draw, and what its ends are in the space of the model. The line between the
 * ends leads to where the log density is curved too much for the steps; many of them drawn together show the place.
 */
public final class DivergentTrajectory {
    private final int chain;
    private final int draw;
    private final Divergence divergence;
    private final Function<double[], Map<String, Tensor>> values;

    /**
     * Says where in a run a trajectory diverged.
     *
     * @param chain the number of the chain, from 0
     * @param draw the draw that the trajectory was made for, from 0
     * @param divergence how it diverged
     * @param values returns the values of the variables at unconstrained coordinates
     */
    public DivergentTrajectory(
            int chain, int draw, Divergence divergence, Function<double[], Map<String, Tensor>> values) {
        this.chain = chain;
        this.draw = draw;
        this.divergence = Objects.requireNonNull(divergence, "divergence");
        this.values = Objects.requireNonNull(values, "values");
    }

    /** {@return the number of the chain, from 0} */
    public int chain() {
        return chain;
    }

    /**
     * {@return the draw of the chain that the trajectory was made for, from 0: the one that is marked as {@code diverging}}
     * Without thinning it set out from the draw before. In a thinned run several trajectories may belong to one draw.
     */
    public int draw() {
        return draw;
    }

    /** {@return the unconstrained coordinates of the state that it set out from} */
    public double[] start() {
        return divergence.start();
    }

    /** {@return the unconstrained coordinates of the first point whose energy was wrong} */
    public double[] end() {
        return divergence.end();
    }

    /** {@return by how much the energy grew, in nats, which is infinite where the log density was not finite} */
    public double energyError() {
        return divergence.energyError();
    }

    /** {@return the values of the model's variables at the start, computed anew by each call} */
    public Map<String, Tensor> startValues() {
        return values.apply(divergence.start());
    }

    /**
     * {@return the values of the model's variables at the end, computed anew by each call} Where the trajectory was lost they
     * may be infinite or NaN, and are all NaN if the model throws an exception there.
     */
    public Map<String, Tensor> endValues() {
        return values.apply(divergence.end());
    }

    DivergentTrajectory at(int otherDraw) {
        return new DivergentTrajectory(chain, otherDraw, divergence, values);
    }

    @Override
    public String toString() {
        return "Draw " + draw + " of chain " + chain + ": " + divergence;
    }
}
