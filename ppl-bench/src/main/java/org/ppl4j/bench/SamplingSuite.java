package org.ppl4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ppl4j.bench.peers.Peer;

/**
 * Samples all models by the defaults, each in a JVM of its own, and prints a Markdown table with the kept figures of Stan
 * and of others; or with those of Stan in the same run. What was found is compared with Stan's results.
 */
public final class SamplingSuite {

    /** With a larger R-hat, ESS says nothing. */
    private static final double CONVERGED = 1.05;

    private SamplingSuite() {}

    /**
     * Runs the suite.
     *
     * @param arguments {@code quick}: a quarter of the draws; {@code vector}: with SIMD forms; {@code seed=1}; {@code
     *     models=bnn,hmm}; {@code stan=ppl-bench/src/main/stan}: runs Stan beside each model
     */
    public static void main(String[] arguments) {
        Arguments given = new Arguments(arguments, "quick", "vector", "seed", "models", "stan");
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
        List<Double> perGradient = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        Function<Peer, List<Figures>> ofStan = given.has("stan")
                ? new StanRun(Path.of(given.texts("stan", List.of()).get(0)))::sample
                : Figures::ofStan;
        for (Peer peer : given.peers("models")) {
            System.err.println(peer.label());
            List<String> lines = ChildJvm.run(
                    given.has("vector") ? List.of(Settling.vectorOptions()) : List.of(),
                    SamplingRun.class,
                    peer.label(),
                    given.has("quick") ? "250" : "1000",
                    String.valueOf(given.number("seed", 1)));
            Figures ours = figures(lines.get(0));
            List<Marginal> found = lines.stream().skip(1).map(Marginal::parse).toList();
            table.add(
                    row(peer, ours, wholeJvm(lines.get(0)), Marginal.largestDifference(found, Marginal.ofStan(peer))));
            List<Figures> stan = ofStan.apply(peer);
            Stream.concat(stan.stream(), Figures.ofPython(peer).stream())
                    .forEach(figures -> table.add(row(peer, figures, "", "")));
            if (Math.max(ours.largestRhat(), stan.get(0).largestRhat()) < CONVERGED) {
                perGradient.add(ours.essPerThousandGradients() / stan.get(0).essPerThousandGradients());
                perSecond.add(ours.essPerSecond() / stan.get(0).essPerSecond());
            }
        }
        System.out.println(table);
        System.out.printf(
                "Geometric means of the ratios to Stan, of the %d models that converge in both: ESS a gradient %s, ESS a"
                        + " second %s.%n",
                perGradient.size(), mean(perGradient), mean(perSecond));
    }

    private static String mean(List<Double> ratios) {
        return Numbers.text(Numbers.geometricMean(
                ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static Figures figures(String line) {
        double[] numbers = Arrays.stream(line.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Figures("PPL4J", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    private static String wholeJvm(String line) {
        return Numbers.text(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)));
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
