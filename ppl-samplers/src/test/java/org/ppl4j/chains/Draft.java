package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Chains whose draws a test makes itself, number by number. */
final class Draft {

    private final int chains;
    private final int draws;
    private final RandomGenerator random = new SplittableRandom(20_260_401);
    private final Map<String, double[][]> variables = new LinkedHashMap<>();
    private final Map<String, double[][]> statistics = new LinkedHashMap<>();

    Draft(int chains, int draws) {
        this.chains = chains;
        this.draws = draws;
    }

    /** What one draw of a number is. */
    interface Source {
        double draw(int chain, int draw, RandomGenerator random);
    }

    /** Adds a variable; a name such as {@code theta[0]} makes it one of those of a loop. */
    Draft variable(String name, Source source) {
        variables.put(name, make(source));
        return this;
    }

    Draft statistic(String name, Source source) {
        statistics.put(name, make(source));
        return this;
    }

    /** Adds a standard normal variable. */
    Draft normal(String name) {
        return variable(name, (chain, draw, random) -> random.nextGaussian());
    }

    /** Marks draws as diverging by the value of a variable. */
    Draft diverging(String variable, DoubleFunction<Boolean> where) {
        double[][] values = at(variable);
        return statistic("diverging", (chain, draw, random) -> where.apply(values[chain][draw]) ? 1 : 0);
    }

    /** Returns the draws of a variable that was added. */
    double[][] at(String variable) {
        double[][] values = variables.get(variable);
        if (values == null) {
            throw new IllegalArgumentException(variable);
        }
        return values;
    }

    private double[][] make(Source source) {
        double[][] values = new double[chains][draws];
        for (int chain = 0; chain < chains; chain++) {
            int place = chain;
            Arrays.setAll(values[chain], draw -> source.draw(place, draw, random));
        }
        return values;
    }

    Chains chains(String... warnings) {
        List<ChainRecorder> recorders = new ArrayList<>();
        for (int chain = 0; chain < chains; chain++) {
            ChainRecorder recorder = new ChainRecorder(
                    variables.keySet().stream().map(Variable::scalar).toList(),
                    List.copyOf(statistics.keySet()),
                    draws);
            for (int draw = 0; draw < draws; draw++) {
                recorder.record(row(variables, chain, draw), row(statistics, chain, draw));
            }
            recorders.add(recorder);
        }
        return Chains.of(recorders, true, Stream.of(warnings).toList());
    }

    private static double[] row(Map<String, double[][]> columns, int chain, int draw) {
        return columns.values().stream()
                .mapToDouble(values -> values[chain][draw])
                .toArray();
    }
}
