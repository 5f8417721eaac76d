package org.ppl4j.bench;

import java.util.List;
import org.ppl4j.bench.peers.Peer;

/**
 * How a system samples a model, four chains of 1000 draws after 1000 of warm-up.
 *
 * @param system the system, and the form of the model if there are several
 * @param microseconds the time of a gradient, or NaN where it was not measured
 * @param divergences how many draws diverged
 * @param leastEss the smallest bulk effective sample size of the model's numbers
 * @param largestRhat the largest R-hat
 * @param essPerThousandGradients the effective samples for 1000 gradients after warm-up
 * @param essPerSecond the effective samples in a second of processor time, warm-up included
 */
record Figures(
        String system,
        double microseconds,
        double divergences,
        double leastEss,
        double largestRhat,
        double essPerThousandGradients,
        double essPerSecond) {

    private static final String STAN_HEADER = "model,data,compile_s,us_per_gradient,gradients,divergences,min_ess_bulk,"
            + "max_rhat,ess_per_1000_gradients,ess_per_s";
    private static final List<Csv.Row> STAN = Csv.read("stan/rstan.csv");
    private static final List<Csv.Row> PYTHON = Csv.read("python/figures.csv");

    /** Returns the programs in Stan of a model. */
    static List<String> stanPrograms(Peer peer) {
        return STAN.stream()
                .filter(row -> row.text("data").equals(peer.label()))
                .map(row -> row.text("model"))
                .toList();
    }

    /** Returns the figures in a row that {@code run-rstan.R} printed. */
    static Figures ofStan(String printed) {
        Csv.Row row = Csv.parse(List.of(STAN_HEADER, printed)).get(0);
        return read("Stan " + row.text("model"), row);
    }

    /** Returns Stan's kept figures, those of its faster form of the model first. */
    static List<Figures> ofStan(Peer peer) {
        return STAN.stream()
                .filter(row -> row.text("data").equals(peer.label()))
                .map(row -> read("Stan " + row.text("model"), row))
                .sorted((a, b) -> Double.compare(a.microseconds(), b.microseconds()))
                .toList();
    }

    /** Returns the figures of the systems in Python. */
    static List<Figures> ofPython(Peer peer) {
        return PYTHON.stream()
                .filter(row -> row.text("data").equals(peer.label()))
                .map(row -> read(row.text("system"), row))
                .toList();
    }

    private static Figures read(String system, Csv.Row row) {
        return new Figures(
                system,
                row.number("us_per_gradient"),
                row.number("divergences"),
                row.number("min_ess_bulk"),
                row.number("max_rhat"),
                row.number("ess_per_1000_gradients"),
                row.number("ess_per_s"));
    }
}
