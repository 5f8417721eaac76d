package org.ppl4j.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ppl4j.bench.peers.Peer;

/**
 * What draws say of one number.
 *
 * @param name its name, with indices from zero
 * @param mean the mean
 * @param standardDeviation the standard deviation
 * @param deviationError the Monte Carlo standard error of the standard deviation; NaN where it is not known
 * @param ess the bulk effective sample size
 * @param rhat the R-hat
 */
record Marginal(String name, double mean, double standardDeviation, double deviationError, double ess, double rhat) {

    /** From where on draws do not say where a mean is. */
    private static final double CONVERGED = 1.02;

    private static final Pattern INDEX = Pattern.compile("\\d+(?=[,\\]])");

    /** Reads a line of {@link SamplingRun}. */
    static Marginal parse(String line) {
        String[] cells = line.split(";", -1);
        double[] numbers = IntStream.range(1, cells.length)
                .mapToDouble(i -> Double.parseDouble(cells[i]))
                .toArray();
        return new Marginal(cells[0], numbers[0], numbers[1], Double.NaN, numbers[2], numbers[3]);
    }

    /** Reads what Stan found in its faster form of a model. */
    static List<Marginal> ofStan(Peer peer) {
        String form = Figures.ofStan(peer).get(0).system().substring("Stan ".length());
        return Csv.read("stan/" + form + "-" + peer.label() + ".csv").stream()
                .map(row -> new Marginal(
                        fromZero(row.text("variable")),
                        row.number("mean"),
                        row.number("sd"),
                        row.number("mcse_sd"),
                        row.number("ess_bulk"),
                        row.number("rhat")))
                .toList();
    }

    private static String fromZero(String name) {
        return INDEX.matcher(name).replaceAll(index -> String.valueOf(Integer.parseInt(index.group()) - 1));
    }

    /**
     * Says by how many Monte Carlo standard errors our means and standard deviations differ from Stan's at most. The error
     * of our standard deviations is taken to be that of Stan's, which are from as many draws.
     *
     * @throws IllegalStateException if they are not of the same numbers
     */
    static String largestDifference(List<Marginal> ours, List<Marginal> stans) {
        if (worstRhat(ours) > CONVERGED) {
            return "not converged";
        }
        if (worstRhat(stans) > CONVERGED) {
            return "Stan's not converged";
        }
        Map<String, Marginal> byName = stans.stream().collect(Collectors.toMap(Marginal::name, Function.identity()));
        double means = 0;
        double deviations = 0;
        for (Marginal our : ours) {
            Marginal their = byName.remove(our.name());
            if (their == null) {
                throw new IllegalStateException("Stan has no number \"" + our.name() + "\".");
            }
            double error = Math.hypot(
                    our.standardDeviation() / Math.sqrt(our.ess()), their.standardDeviation() / Math.sqrt(their.ess()));
            means = Math.max(means, Math.abs(our.mean() - their.mean()) / error);
            double deviationError = their.deviationError() * Math.sqrt(2);
            deviations = Math.max(
                    deviations, Math.abs(our.standardDeviation() - their.standardDeviation()) / deviationError);
        }
        if (!byName.isEmpty()) {
            throw new IllegalStateException("The run lacks Stan's numbers " + byName.keySet() + ".");
        }
        return Numbers.text(means) + ", " + Numbers.text(deviations);
    }

    private static double worstRhat(List<Marginal> marginals) {
        return marginals.stream()
                .mapToDouble(Marginal::rhat)
                .filter(r -> !Double.isNaN(r))
                .max()
                .orElse(Double.NaN);
    }
}
