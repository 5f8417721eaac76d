package org.ppl4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.bench.peers.Peer;

/**
 * Samples all models by the defaults, each in a JVM of its own, and prints a Markdown table with the kept figures of Stan
 * and of others; or with those of the same run, seed by seed. What was found is compared with Stan's results.
 */
public final class SamplingSuite {

    /** With a larger R-hat, ESS says nothing. */
    private static final double CONVERGED = 1.05;

    private SamplingSuite() {}

    /**
     * Runs the suite.
     *
     * @param arguments {@code quick}: a quarter of the draws; {@code vector}: with SIMD forms; {@code seed=1}: the first
     *     seed; {@code seeds=1}: of how many seeds figures are the medians; {@code models=bnn,hmm}; {@code
     *     stan=ppl-bench/src/main/stan}: runs Stan beside each model; {@code python=ppl-bench/src/main/python}: runs the others
     */
    public static void main(String[] arguments) {
        Arguments given = new Arguments(arguments, "quick", "vector", "seed", "seeds", "models", "stan", "python");
        MarkdownTable table = new MarkdownTable(
                "model, system",
                "µs a gradient",
                "divergences",
                "least ESS",
                "largest R-hat",
                "ESS / 1000 gradients",
                "ESS / s",
                "ESS / s of the JVM",
                "means, sds: errors off Stan's");
        StanRun stan = given.has("stan")
                ? new StanRun(Path.of(given.texts("stan", List.of()).get(0)))
                : null;
        PythonRun python = given.has("python")
                ? new PythonRun(Path.of(given.texts("python", List.of()).get(0)))
                : null;
        List<Double> perGradient = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        for (Peer peer : given.peers("models")) {
            System.err.println(peer.label());
            List<Pair> pairs = pairs(peer, given, stan, python);
            table.add(row(
                    peer,
                    Figures.median(pairs.stream().map(Pair::ours).toList()),
                    Numbers.text(median(pairs, Pair::essPerSecondOfJvm)),
                    Marginal.largestDifference(pairs.get(0).found(), Marginal.ofStan(peer))));
            Stream.of(medians(pairs, Pair::stan), medians(pairs, Pair::python))
                    .flatMap(List::stream)
                    .forEach(figures -> table.add(row(peer, figures, "", "")));
            if (median(pairs, Pair::largestRhat) < CONVERGED) {
                perGradient.add(median(pairs, pair -> pair.ratio(Figures::essPerThousandGradients)));
                perSecond.add(median(pairs, pair -> pair.ratio(Figures::essPerSecond)));
                System.err.printf(
                        "%s: of Stan's ESS a gradient %s, a second %s%n",
                        peer.label(),
                        ratios(pairs, Figures::essPerThousandGradients),
                        ratios(pairs, Figures::essPerSecond));
            }
        }
        System.out.println(table);
        System.out.printf(
                "Geometric means of the ratios to Stan, of the %d models that converge in both: ESS a gradient %s, ESS a"
                        + " second %s.%n",
                perGradient.size(), mean(perGradient), mean(perSecond));
    }

    /** Returns the middles of the figures of each of some systems. */
    private static List<Figures> medians(List<Pair> pairs, Function<Pair, List<Figures>> systems) {
        return IntStream.range(0, systems.apply(pairs.get(0)).size())
                .mapToObj(system -> Figures.median(pairs.stream()
                        .map(pair -> systems.apply(pair).get(system))
                        .toList()))
                .toList();
    }

    /**
     * One run by us, and those of others beside it.
     *
     * @param ours our figures
     * @param essPerSecondOfJvm our effective samples in a second of processor time of the whole JVM
     * @param found what our draws say of each number
     * @param stan Stan's figures, of the faster form of the model first
     * @param python the figures of the systems in Python
     */
    private record Pair(
            Figures ours, double essPerSecondOfJvm, List<Marginal> found, List<Figures> stan, List<Figures> python) {

        double ratio(ToDoubleFunction<Figures> of) {
            return of.applyAsDouble(ours) / of.applyAsDouble(stan.get(0));
        }

        double largestRhat() {
            return Math.max(ours.largestRhat(), stan.get(0).largestRhat());
        }
    }

    private static List<Pair> pairs(Peer peer, Arguments given, @Nullable StanRun stan, @Nullable PythonRun python) {
        int first = given.number("seed", 1);
        return IntStream.range(first, first + given.number("seeds", 1))
                .mapToObj(seed -> {
                    List<String> lines = ChildJvm.run(
                            given.has("vector") ? List.of(Settling.vectorOptions()) : List.of(),
                            SamplingRun.class,
                            peer.label(),
                            given.has("quick") ? "250" : "1000",
                            String.valueOf(seed));
                    double[] numbers = Arrays.stream(lines.get(0).split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    return new Pair(
                            new Figures(
                                    "PPL4J", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]),
                            numbers[6],
                            lines.stream().skip(1).map(Marginal::parse).toList(),
                            stan == null ? Figures.ofStan(peer) : stan.sample(peer, seed),
                            python == null ? Figures.ofPython(peer) : python.sample(peer, seed));
                })
                .toList();
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> of) {
        return Numbers.median(pairs.stream().mapToDouble(of).toArray());
    }

    private static String ratios(List<Pair> pairs, ToDoubleFunction<Figures> of) {
        return pairs.stream().map(pair -> Numbers.text(pair.ratio(of))).toList().toString();
    }

    private static String mean(List<Double> ratios) {
        return Numbers.text(Numbers.geometricMean(
                ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static List<String> row(Peer peer, Figures figures, String wholeJvm, String difference) {
        return List.of(
                peer.label() + ", " + figures.system(),
                Numbers.text(figures.microseconds()),
                String.valueOf(Math.round(figures.divergences())),
                String.valueOf(Math.round(figures.leastEss())),
                String.format("%.3f", figures.largestRhat()),
                Numbers.text(figures.essPerThousandGradients()),
                Numbers.text(figures.essPerSecond()),
                wholeJvm,
                difference);
    }
}
