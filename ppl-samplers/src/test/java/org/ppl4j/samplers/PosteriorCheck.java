package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.Rhat;

/** Compares draws of several chains with exact answers, and shows that it would see draws that are wrong. */
final class PosteriorCheck {
    private static final double LIMIT = 4;
    private static final double RHAT_LIMIT = 1.01;

    private final Map<String, double[][]> draws = new LinkedHashMap<>();
    private final List<Exact> answers;

    PosteriorCheck(Chains chains, List<Exact> answers) {
        this(chains::values, answers);
    }

    /**
     * Creates a check.
     *
     * @param source gives the draws of a number, an array a chain
     * @param answers what is known exactly
     */
    PosteriorCheck(Function<String, double[][]> source, List<Exact> answers) {
        this.answers = answers;
        for (Exact answer : answers) {
            draws.computeIfAbsent(answer.number(), source);
        }
    }

    /** Returns a line for each answer that is more than four standard errors off, and for each large R-hat. */
    List<String> discrepancies() {
        List<String> lines = new ArrayList<>();
        draws.forEach((number, values) -> discrepancies(number, values).forEach(lines::add));
        return lines;
    }

    /**
     * Returns a line for each number whose draws pass although they are moved by 0.1 standard deviations, or, where more
     * than the mean is known, although their spread is 10 % too large or too small.
     */
    List<String> oversights() {
        List<String> lines = new ArrayList<>();
        draws.forEach((number, values) -> {
            double[] pooled =
                    Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
            double mean = Exact.mean(pooled);
            double shift = 0.1 * Exact.standardDeviation(pooled);
            lines.addAll(passes(number, "0.1 sd too large", changed(values, x -> x + shift)));
            lines.addAll(passes(number, "0.1 sd too small", changed(values, x -> x - shift)));
            if (answersOf(number).size() > 1) {
                lines.addAll(passes(number, "10 % too wide", changed(values, x -> mean + 1.1 * (x - mean))));
                lines.addAll(passes(number, "10 % too narrow", changed(values, x -> mean + (x - mean) / 1.1)));
            }
        });
        return lines;
    }

    private List<String> passes(String number, String change, double[][] values) {
        return discrepancies(number, values).findAny().isEmpty()
                ? List.of(number + " passes although its draws are " + change)
                : List.of();
    }

    /** Looks only as far as it is read: the diagnostics of many draws take their time. */
    private Stream<String> discrepancies(String number, double[][] values) {
        return Stream.concat(
                        answersOf(number).stream().map(answer -> discrepancy(answer, values)),
                        Stream.of(number).map(each -> largeRhat(each, values)))
                .filter(line -> !line.isEmpty());
    }

    private static String discrepancy(Exact answer, double[][] values) {
        double errors = answer.standardErrors(values);
        return Math.abs(errors) <= LIMIT
                ? ""
                : String.format(Locale.ROOT, "%s: off by %.2f standard errors", answer, errors);
    }

    private static String largeRhat(String number, double[][] values) {
        double rhat = Rhat.of(values);
        return rhat < RHAT_LIMIT ? "" : String.format(Locale.ROOT, "%s: R-hat %.4f", number, rhat);
    }

    private List<Exact> answersOf(String number) {
        return answers.stream().filter(answer -> answer.number().equals(number)).toList();
    }

    private static double[][] changed(double[][] values, DoubleUnaryOperator change) {
        return Arrays.stream(values)
                .map(chain -> Arrays.stream(chain).map(change).toArray())
                .toArray(double[][]::new);
    }
}
