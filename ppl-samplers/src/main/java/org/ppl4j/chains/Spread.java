package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/** How wide a variable is in each draw, which tells whether another number sets its scale. */
final class Spread {

    private static final int MOST_ELEMENTS = 20;

    private Spread() {}

    /**
     * Returns, for each draw, the normal score of the spread: the standard deviation of the elements, or, of a single
     * one, the distance from the median of its chain: chains in different modes are each somewhere else.
     */
    static double[] scores(Chains chains, Evidence.Family family) {
        List<String> elements = family.numbers();
        return RankNormalization.ofOne(
                elements.size() == 1
                        ? distances(chains.values(elements.get(0)))
                        : deviations(elements.stream().map(chains::pooled).toList()));
    }

    /**
     * Returns whether the spread of a variable grows with a number only because its elements follow that themselves, at least as
     * closely: then it sets where they are. Where the spread falls, they do so if data fix their products with a scale.
     *
     * @param scores the normal scores of the number
     * @param correlation that of the spread with them
     */
    static boolean isOfPlaces(Chains chains, Evidence.Family family, double[] scores, double correlation) {
        return correlation > 0
                && family.numbers().stream()
                        .limit(MOST_ELEMENTS)
                        .map(name -> RankNormalization.ofOne(chains.pooled(name)))
                        .anyMatch(element -> Math.abs(Moments.correlation(element, scores)) >= correlation);
    }

    private static double[] distances(double[][] chains) {
        return Arrays.stream(chains)
                .flatMapToDouble(chain -> {
                    double median = Quantiles.of(chain, 0.5);
                    return Arrays.stream(chain).map(value -> Math.abs(value - median));
                })
                .toArray();
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
