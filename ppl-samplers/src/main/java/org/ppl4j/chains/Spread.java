package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/** How wide a variable is in each draw, which tells whether another number sets its scale. */
final class Spread {

    private Spread() {}

    /**
     * Returns, for each draw, the normal score of the spread: the standard deviation of the elements, or, of a single
     * one, the distance from its median.
     */
    static double[] scores(Chains chains, Evidence.Family family) {
        List<double[]> elements = family.numbers().stream().map(chains::pooled).toList();
        return RankNormalization.ofOne(elements.size() == 1 ? distances(elements.get(0)) : deviations(elements));
    }

    private static double[] distances(double[] values) {
        double median = Quantiles.of(values, 0.5);
        return Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
    }

    private static double[] deviations(List<double[]> elements) {
        double[] deviations = new double[elements.get(0).length];
        double[] draw = new double[elements.size()];
        for (int place = 0; place < deviations.length; place++) {
            for (int element = 0; element < draw.length; element++) {
                draw[element] = elements.get(element)[place];
            }
            deviations[place] = Moments.standardDeviation(draw);
        }
        return deviations;
    }
}
