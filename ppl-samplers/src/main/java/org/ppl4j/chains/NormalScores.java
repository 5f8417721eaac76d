package org.ppl4j.chains;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * The normal quantiles that stand for ranks, remembered from number to number: with a thousand numbers of four thousand
 * draws each, they would otherwise be half the work of a summary. Not thread-safe.
 */
final class NormalScores {

    // Blom's plotting position, as in Vehtari et al. (2021), equation 14.
    private static final double BLOM = 3.0 / 8.0;

    private double[] byTwiceTheRank = {};

    /** Makes the table fit a number of draws. */
    void resize(int draws) {
        if (byTwiceTheRank.length != 2 * draws + 1) {
            byTwiceTheRank = new double[2 * draws + 1];
            Arrays.fill(byTwiceTheRank, Double.NaN);
        }
    }

    /** Returns the score of a rank from 1, possibly a half: the mean rank of equal draws. */
    double of(int twiceTheRank) {
        double score = byTwiceTheRank[twiceTheRank];
        if (Double.isNaN(score)) {
            int draws = (byTwiceTheRank.length - 1) / 2;
            double probability = (twiceTheRank / 2.0 - BLOM) / (draws - 2 * BLOM + 1);
            score = -Math.sqrt(2) * InverseErfc.value(2 * probability);
            byTwiceTheRank[twiceTheRank] = score;
        }
        return score;
    }
}
