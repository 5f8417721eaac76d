package org.ppl4j.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ppl4j.bench.SpeedSuite.Round;
import org.ppl4j.bench.peers.Peer;

/**
 * The medians over the rounds of one model.
 *
 * @param peer the model
 * @param stan Stan's microseconds a leapfrog step, of its fastest form of the model
 * @param times microseconds, and milliseconds for tracing
 * @param scalarToHand the scalar form's time as a multiple of the hand-written form's
 * @param simdToHand the same of the SIMD form, or NaN
 */
record SpeedRow(Peer peer, double stan, Round times, double scalarToHand, double simdToHand) {

    static SpeedRow of(Peer peer, List<Round> rounds) {
        Round times = new Round(
                median(rounds, Round::scalar),
                median(rounds, Round::handWritten),
                median(rounds, Round::simd),
                median(rounds, Round::handWrittenBeside),
                new TracingTime.Times(
                        median(rounds, round -> round.tracing().cold()),
                        median(rounds, round -> round.tracing().coldByTheClock()),
                        median(rounds, round -> round.tracing().archived()),
                        median(rounds, round -> round.tracing().archivedByTheClock()),
                        median(rounds, round -> round.tracing().warm())));
        return new SpeedRow(
                peer,
                Figures.ofStan(peer).get(0).microseconds(),
                times,
                median(rounds, round -> round.scalar() / round.handWritten()),
                median(rounds, round -> round.simd() / round.handWrittenBeside()));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        return Numbers.median(rounds.stream().mapToDouble(of).toArray());
    }

    TracingTime.Times tracing() {
        return times.tracing();
    }

    Goal goal() {
        return Goal.of(peer, stan);
    }

    double best() {
        return Double.isNaN(times.simd()) ? times.scalar() : Math.min(times.scalar(), times.simd());
    }

    double bestToHand() {
        return Double.isNaN(simdToHand) ? scalarToHand : Math.min(scalarToHand, simdToHand);
    }

    double toStan() {
        return best() / stan;
    }
}
