package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Metropolis with a Gaussian random walk on the unconstrained space. Needs no gradient; nothing is adapted.
 *
 * <p>Statistics: {@code acceptance_rate}, the probability with which the latest proposal was to be accepted.
 *
 * <p>N. Metropolis et al., "Equation of state calculations by fast computing machines", J. Chem. Phys. 21, 1953.
 */
@LibraryFrame
public final class RandomWalkMetropolis implements Sampler {
    private final double[] scales;
    private final Map<String, Double> scalesByVariable;

    private RandomWalkMetropolis(double[] scales, Map<String, Double> scalesByVariable) {
        this.scales = scales;
        this.scalesByVariable = scalesByVariable;
    }

    /**
     * {@return the sampler with one scale for all coordinates}
     *
     * @param scale the standard deviation of a proposed move, in each unconstrained coordinate
     * @throws IllegalArgumentException if it is not positive
     */
    public static RandomWalkMetropolis of(double scale) {
        return of(new double[] {scale});
    }

    /**
     * {@return the sampler with a scale for each coordinate}
     *
     * @param scales the standard deviations of a proposed move, one for each unconstrained coordinate; or a single one
     *     for all
     * @throws IllegalArgumentException if there is none, or one is not positive
     */
    public static RandomWalkMetropolis of(double[] scales) {
        if (Arguments.nonNull(scales, "scales").length == 0) {
            throw new IllegalArgumentException("A random walk needs at least 1 scale, got none.");
        }
        for (double scale : scales) {
            check(scale);
        }
        return new RandomWalkMetropolis(scales.clone(), Map.of());
    }

    /**
     * {@return this sampler with another scale for all coordinates of one variable}
     *
     * @param variable the name of the variable
     * @param scale the standard deviation of a proposed move, in each of its unconstrained coordinates
     * @throws IllegalArgumentException if the scale is not positive
     */
    public RandomWalkMetropolis scale(String variable, double scale) {
        check(scale);
        Map<String, Double> changed = new LinkedHashMap<>(scalesByVariable);
        changed.put(Arguments.nonNull(variable, "variable"), scale);
        return new RandomWalkMetropolis(scales, changed);
    }

    private static void check(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("The scale of a random walk must be finite and > 0, got " + scale + ".");
        }
    }

    @Override
    public Kernel kernel(Target target) {
        target.requireContinuous("RandomWalkMetropolis");
        int dimension = target.density().dimension();
        if (scales.length != 1 && scales.length != dimension) {
            throw new IllegalArgumentException("The random walk has " + scales.length + " scales, but there are "
                    + dimension + " unconstrained coordinates: give one scale for each, or a single one for all.");
        }
        double[] expanded = new double[dimension];
        Arrays.setAll(expanded, i -> scales[scales.length == 1 ? 0 : i]);
        scalesByVariable.forEach((variable, scale) -> {
            for (int coordinate : target.coordinates(variable)) {
                expanded[coordinate] = scale;
            }
        });
        return new MetropolisHastingsKernel(target.density(), new Walk(expanded));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("RandomWalkMetropolis.of(")
                .append(scales.length == 1 ? Double.toString(scales[0]) : Arrays.toString(scales))
                .append(")");
        scalesByVariable.forEach((variable, scale) -> text.append(".scale(\"")
                .append(variable)
                .append("\", ")
                .append(scale)
                .append(")"));
        return text.toString();
    }

    private static final class Walk implements Proposal {
        private final double[] scales;

        Walk(double[] scales) {
            this.scales = scales;
        }

        @Override
        public void propose(double[] current, double[] proposal, RandomGenerator random) {
            for (int i = 0; i < proposal.length; i++) {
                proposal[i] = current[i] + scales[i] * random.nextGaussian();
            }
        }
    }
}
