package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * Finds the degree of centring that suits a sampler best.
 *
 * <p>In coordinates that suit it a density is near a normal one, whose gradients' variances are the reciprocals of those of its
 * positions; so the degree is taken whose coordinates have the least product of the two. States over standard values tell of
 * all degrees: positions and gradients of one are those of another, stretched by powers of the scale.
 *
 * <p>M. I. Gorinova, D. Moore and M. D. Hoffman, "Automatic reparameterisation of probabilistic programs", ICML 2020, for the
 * family of coordinates; A. Seyboldt, E. L. Carlson and B. Carpenter, arXiv:2603.18845, for the divergence from a normal density.
 */
final class CentringDegrees {
    private static final double[] DEGREES = {0, 0.25, 0.5, 0.75, 1};
    private static final int LAST = DEGREES.length - 1;

    /**
     * Where centred coordinates cost more the scale comes near zero, and nearer than so few states show: of all degrees 0 alone
     * does not depend on how near.
     */
    private static final double FUNNEL = 0.5;

    /** How many times higher than it must be the power is by which the density of a scale falls. */
    private static final double ROOM = 3;

    /** What a safer degree may cost more. */
    private static final double LITTLE = 0.1;

    /** Of fewer elements no correlation is beyond chance. */
    private static final int FEWEST = 5;

    private CentringDegrees() {}

    /** An element of a site in the states of a chain, in order. */
    static final class Element {
        private final double[] standard;
        private final double[] gradient;
        private final double[] location;
        private final double[] scale;

        /**
         * Creates an element.
         *
         * @param standard its standard values
         * @param gradient the slopes of the log density along them
         * @param location its location
         * @param scale its scale
         */
        Element(double[] standard, double[] gradient, double[] location, double[] scale) {
            this.standard = standard;
            this.gradient = gradient;
            this.location = location;
            this.scale = scale;
        }

        /** Returns the logarithm of the product of the variances of a coordinate and of the slopes along it, in some states. */
        private double divergence(double degree, int from, int to) {
            WelfordVariance variance = new WelfordVariance(2);
            for (int i = from; i < to; i++) {
                double stretch = Math.pow(scale[i], degree);
                variance.add(new double[] {stretch * standard[i] + degree * location[i], gradient[i] / stretch});
            }
            double[] variances = variance.variances();
            return Math.log(variances[0]) + Math.log(variances[1]);
        }

        /**
         * Returns which of the degrees is the highest that is safe. Near zero, where the chain may not have been yet, the density
         * of a scale falls by some power of it. Slopes along a coordinate vary with the scale to minus twice the degree, and
         * their variances with four times it, which such a power must exceed.
         */
        private int safe() {
            double[] logs = Arrays.stream(scale).map(Math::log).sorted().toArray();
            double spread = logs[logs.length / 2] - logs[logs.length / 20];
            double power = Math.log(10) / spread;
            return (int) Math.min(LAST, LAST * power / (4 * ROOM));
        }

        private double[] divergences() {
            return Arrays.stream(DEGREES)
                    .map(degree -> divergence(degree, 0, standard.length))
                    .toArray();
        }

        /** Returns what being centred costs in half of the states, up to where it does not matter how much more it is. */
        private double slope(int half) {
            int middle = standard.length / 2;
            int from = half * middle;
            int to = from + middle;
            return Math.min(FUNNEL, divergence(DEGREES[LAST], from, to) - divergence(DEGREES[0], from, to));
        }
    }

    /** Returns the degree that is best for all of some elements together. */
    static double ofAll(List<Element> elements) {
        int safe = elements.stream().mapToInt(Element::safe).min().orElse(LAST);
        return best(mean(elements.stream().map(Element::divergences).toList()), safe);
    }

    /**
     * Returns the degree that is best for each of some elements: one for all as far as their differences are chance. That they
     * are not shows in the halves of the chain, which then rank them alike.
     */
    static double[] ofEach(List<Element> elements) {
        List<double[]> own = elements.stream().map(Element::divergences).toList();
        double[] mean = mean(own);
        double reliability = reliability(elements);
        double[] degrees = new double[own.size()];
        for (int i = 0; i < degrees.length; i++) {
            double[] shrunk = new double[DEGREES.length];
            for (int k = 0; k < shrunk.length; k++) {
                shrunk[k] = mean[k] + reliability * (own.get(i)[k] - mean[k]);
            }
            degrees[i] = best(shrunk, elements.get(i).safe());
        }
        return degrees;
    }

    private static double[] mean(List<double[]> divergences) {
        double[] mean = new double[DEGREES.length];
        for (double[] each : divergences) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += each[k] / divergences.size();
            }
        }
        return mean;
    }

    /** Returns the degree of least divergence, or a lower one that is safer and not much worse; where nothing can be told, 1. */
    private static double best(double[] divergences, int safe) {
        int best = LAST;
        for (int k = 0; k < LAST; k++) {
            if (divergences[k] < divergences[best]) {
                best = k;
            }
        }
        if (divergences[LAST] - divergences[best] > FUNNEL) {
            return DEGREES[0];
        }
        while (best > safe && divergences[best - 1] - divergences[best] < LITTLE) {
            best--;
        }
        return DEGREES[best];
    }

    /** Whether the halves of the chain agree on what being centred costs: if not, it was still on its way. */
    static boolean isSettled(List<Element> elements) {
        double difference = Arrays.stream(slopes(elements, 0)).average().orElse(0)
                - Arrays.stream(slopes(elements, 1)).average().orElse(0);
        return Math.abs(difference) < FUNNEL / 2;
    }

    /**
     * Returns the part of the differences between elements that is not chance: by the correlation of the chain's halves, of both
     * together (C. Spearman and W. Brown, British Journal of Psychology 3, 1910); 0 for one that chance makes too.
     */
    private static double reliability(List<Element> elements) {
        if (elements.size() < FEWEST) {
            return 0;
        }
        double correlation = new PearsonsCorrelation().correlation(slopes(elements, 0), slopes(elements, 1));
        return correlation > 2 / Math.sqrt(elements.size()) ? 2 * correlation / (1 + correlation) : 0;
    }

    private static double[] slopes(List<Element> elements, int half) {
        return elements.stream().mapToDouble(each -> each.slope(half)).toArray();
    }
}
