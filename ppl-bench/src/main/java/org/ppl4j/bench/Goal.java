package org.ppl4j.bench;

import java.util.List;
import org.ppl4j.bench.peers.Peer;

/**
 * How fast a gradient should be, in microseconds; NaN where nothing is asked.
 *
 * @param scalar of the scalar form
 * @param simd of the SIMD form
 */
record Goal(double scalar, double simd) {

    /** What share of Stan's time the geometric mean may be, and each model that has no goal of its own. */
    static final double SHARE_OF_STAN = 0.4;
    /** What share of Stan's time no model may exceed. */
    static final double MOST_OF_STAN = 1.2;
    /** What share of the hand-written form's time no model may exceed. */
    static final double MOST_OF_HAND_WRITTEN = 1.3;
    /** How many milliseconds a model may take to its first gradient in a fresh JVM. */
    static final double COLD = 100;
    /** How many milliseconds a model may take to its first gradient in a warm JVM. */
    static final double WARM = 10;

    private static final List<Csv.Row> OWN = Csv.read("goals.csv");

    static Goal of(Peer peer, double stan) {
        return OWN.stream()
                .filter(row -> row.text("model").equals(peer.label()))
                .findFirst()
                .map(row -> new Goal(row.number("scalar_us"), row.number("simd_us")))
                .orElse(new Goal(SHARE_OF_STAN * stan, SHARE_OF_STAN * stan));
    }

    /** Whether the faster form alone counts. */
    boolean isForEitherForm() {
        return scalar == simd;
    }

    /** Returns the goal in words. */
    String text() {
        if (isForEitherForm()) {
            return Numbers.text(scalar);
        }
        String simdText = Numbers.text(simd) + " SIMD";
        return Double.isNaN(scalar) ? simdText : Numbers.text(scalar) + ", " + simdText;
    }
}
