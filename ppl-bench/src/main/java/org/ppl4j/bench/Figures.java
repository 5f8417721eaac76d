package org.ppl4j.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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

    static final Comparator<Figures> FASTEST_FIRST = Comparator.comparingDouble(Figures::microseconds);

    private static final String STAN = "stan/rstan.csv";
    private static final List<Csv.Row> OF_STAN = Csv.read(STAN);
    private static final String PYTHON = "python/figures.csv";
    private static final List<Csv.Row> OF_PYTHON = Csv.read(PYTHON);

    /** Returns the programs in Stan of a model. */
    static List<String> stanPrograms(Peer peer) {
        return rows(OF_STAN, peer).map(row -> row.text("model")).toList();
    }

    /** Returns the figures in a row that {@code run-rstan.R} printed, which is as the kept ones are. */
    static Figures ofStan(String printed) {
        return ofStan(row(STAN, printed));
    }

    /** Returns the figures in a row that {@code sample.py} printed, which is as the kept ones are. */
    static Figures ofPython(String printed) {
        Csv.Row row = row(PYTHON, printed);
        return read(row.text("system"), row);
    }

    private static Csv.Row row(String kept, String printed) {
        return Csv.parse(List.of(Csv.lines(kept).get(0), printed)).get(0);
    }

    /** Returns Stan's kept figures, those of its faster form of the model first. */
    static List<Figures> ofStan(Peer peer) {
        return rows(OF_STAN, peer).map(Figures::ofStan).sorted(FASTEST_FIRST).toList();
    }

    private static Figures ofStan(Csv.Row row) {
        return read("Stan " + row.text("model"), row);
    }

    /** Returns the figures of the systems in Python. */
    static List<Figures> ofPython(Peer peer) {
        return rows(OF_PYTHON, peer).map(row -> read(row.text("system"), row)).toList();
    }

    /** Returns the middles of the figures of several runs of one system. */
    static Figures median(List<Figures> runs) {
        return new Figures(
                runs.get(0).system(),
                median(runs, Figures::microseconds),
                median(runs, Figures::divergences),
                median(runs, Figures::leastEss),
                median(runs, Figures::largestRhat),
                median(runs, Figures::essPerThousandGradients),
                median(runs, Figures::essPerSecond));
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> of) {
        return Numbers.median(runs.stream().mapToDouble(of).toArray());
    }

    private static Stream<Csv.Row> rows(List<Csv.Row> all, Peer peer) {
        return all.stream().filter(row -> row.text("data").equals(peer.label()));
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
