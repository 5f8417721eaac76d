package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Ranks in bins of about equal width, with the numbers of them that uniform ranks would have there. */
final class RankHistogram {
    private static final int FEWEST_IN_A_BIN = 10;
    private static final int MOST_BINS = 20;
    private static final int WIDTH = 40;
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private final int draws;
    private final int[] counts;
    private final double[] expected;

    RankHistogram(int[] ranks, int draws) {
        this.draws = draws;
        int bins = Math.max(2, Math.min(draws + 1, Math.min(MOST_BINS, ranks.length / FEWEST_IN_A_BIN)));
        counts = new int[bins];
        expected = new double[bins];
        for (int rank : ranks) {
            counts[bin(rank)]++;
        }
        for (int rank = 0; rank <= draws; rank++) {
            expected[bin(rank)] += (double) ranks.length / (draws + 1);
        }
    }

    private int bin(int rank) {
        return (int) ((long) rank * counts.length / (draws + 1));
    }

    /** Returns the probability that uniform ranks have a chi-squared statistic as large. */
    double pValue() {
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
        }
        return ChiSquaredDistribution.of(counts.length - 1).survivalProbability(statistic);
    }

    /** Returns a block a bin, half as high as it could be where the number is the expected one. */
    String blocks() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            double height = counts[i] / expected[i] / 2;
            text.append(BLOCKS.charAt((int) Math.min(BLOCKS.length() - 1, height * BLOCKS.length())));
        }
        return text.toString();
    }

    /** Returns a line a bin: its ranks, a bar, the number of ranks and the expected one. */
    String text() {
        double most = Math.max(Arrays.stream(counts).max().orElse(0), 1);
        StringBuilder text = new StringBuilder();
        int first = 0;
        for (int i = 0; i < counts.length; i++) {
            int last = first;
            while (last < draws && bin(last + 1) == i) {
                last++;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%5d to %5d  %-" + WIDTH + "s %5d of %.1f%n",
                    first,
                    last,
                    "#".repeat((int) Math.round(WIDTH * counts[i] / most)),
                    counts[i],
                    expected[i]));
            first = last + 1;
        }
        return text.toString();
    }
}
