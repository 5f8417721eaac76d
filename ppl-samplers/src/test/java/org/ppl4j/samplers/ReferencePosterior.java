package org.ppl4j.samplers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ppl4j.chains.Chains;
import org.ppl4j.chains.MonteCarloError;
import org.ppl4j.chains.Rhat;

/** What posteriordb's reference draws say of a posterior, and where the draws of chains say otherwise. */
final class ReferencePosterior {
    private static final double PART_OF_DEVIATION = 0.1;
    private static final double PART_OF_SPREAD = 0.05;
    private static final double STANDARD_ERRORS = 4;
    private static final double RHAT_LIMIT = 1.01;
    private static final Pattern QUOTATION_MARKS = Pattern.compile("\"");

    private final List<Parameter> parameters;

    private record Parameter(String name, double mean, double deviation, double meanError, double deviationError) {}

    private ReferencePosterior(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads the reference.
     *
     * @param posterior the name in posteriordb
     */
    static ReferencePosterior of(String posterior) {
        String resource = "posteriordb/reference/" + posterior + ".csv";
        InputStream stream = Objects.requireNonNull(ReferencePosterior.class.getResourceAsStream(resource), resource);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            List<List<String>> lines = reader.lines()
                    .map(line ->
                            List.of(QUOTATION_MARKS.matcher(line).replaceAll("").split(",")))
                    .toList();
            List<String> header = lines.get(0);
            return new ReferencePosterior(lines.stream()
                    .skip(1)
                    .map(fields -> new Parameter(
                            fields.get(header.indexOf("parameter")),
                            number(fields, header, "mean"),
                            number(fields, header, "sd"),
                            number(fields, header, "mcse_mean"),
                            number(fields, header, "mcse_sd")))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(List<String> fields, List<String> header, String column) {
        return Double.parseDouble(fields.get(header.indexOf(column)));
    }

    int size() {
        return parameters.size();
    }

    /** Returns a line for each parameter whose mean or spread is off, or whose chains do not agree. */
    List<String> discrepancies(Chains chains) {
        return parameters.stream()
                .flatMap(parameter -> discrepancies(parameter, chains.values(fromZero(parameter.name()))))
                .toList();
    }

    private static Stream<String> discrepancies(Parameter parameter, double[][] draws) {
        double[] pooled = Arrays.stream(draws).flatMapToDouble(Arrays::stream).toArray();
        double mean = Exact.mean(pooled);
        double deviation = Exact.standardDeviation(pooled);
        double meanLimit = PART_OF_DEVIATION * parameter.deviation()
                + STANDARD_ERRORS * Math.hypot(MonteCarloError.mean(draws), parameter.meanError());
        double deviationLimit = PART_OF_SPREAD * parameter.deviation()
                + STANDARD_ERRORS * Math.hypot(MonteCarloError.standardDeviation(draws), parameter.deviationError());
        return Stream.of(
                        line(parameter.name() + ": mean", mean, parameter.mean(), meanLimit),
                        line(parameter.name() + ": sd", deviation, parameter.deviation(), deviationLimit),
                        line(parameter.name() + ": R-hat", Rhat.of(draws), 1, RHAT_LIMIT - 1))
                .filter(line -> !line.isEmpty());
    }

    /** Written so that what is NaN is off. */
    private static String line(String what, double actual, double expected, double limit) {
        return Math.abs(actual - expected) <= limit
                ? ""
                : String.format(Locale.ROOT, "%s %.6g, not %.6g +- %.2g", what, actual, expected, limit);
    }

    /** Stan counts elements from one. */
    private static String fromZero(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0
                ? name
                : name.substring(0, bracket + 1)
                        + (Integer.parseInt(name.substring(bracket + 1, name.length() - 1)) - 1) + "]";
    }
}
