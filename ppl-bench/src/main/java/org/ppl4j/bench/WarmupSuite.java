package org.ppl4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.Adaptation;
import org.ppl4j.samplers.MetricType;
import org.ppl4j.samplers.Nuts;

/**
 * Samples models by NUTS with each way of warming up, and prints what a gradient is worth: the least bulk effective sample
 * size, over the gradients after the warm-up, and over all.
 */
public final class WarmupSuite {
    private static final Map<String, Nuts> SETTINGS = new LinkedHashMap<>();

    static {
        for (Adaptation adaptation : List.of(Adaptation.WINDOWS, Adaptation.FISHER)) {
            for (MetricType metric : List.of(MetricType.DIAGONAL, MetricType.LOW_RANK, MetricType.DENSE)) {
                SETTINGS.put(
                        adaptation + "_" + metric,
                        Nuts.create().adaptation(adaptation).metric(metric));
            }
        }
    }

    private WarmupSuite() {}

    /**
     * Runs the suite.
     *
     * @param arguments {@code models=bnn,hmm}; {@code settings=WINDOWS_DIAGONAL,FISHER_DIAGONAL}; {@code seeds=4}; {@code
     *     warmup=1000}; {@code draws=1000}; {@code target=80} percent instead of the usual
     */
    public static void main(String[] arguments) {
        Arguments given = new Arguments(arguments, "models", "settings", "seeds", "warmup", "draws", "target");
        List<String> names = given.texts("settings", List.of("WINDOWS_DIAGONAL", "FISHER_DIAGONAL", "FISHER_LOW_RANK"));
        MarkdownTable table = new MarkdownTable(
                "model, setting",
                "ESS / 1000 gradients",
                "with those of the warm-up",
                "of Stan's",
                "acceptance",
                "gradients a draw",
                "divergences",
                "largest R-hat");
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (Peer peer : given.peers("models")) {
            Model model = peer.model(peer.data());
            double stan = Figures.ofStan(peer).get(0).essPerThousandGradients();
            for (String name : names) {
                Nuts nuts = SETTINGS.get(name);
                if (nuts == null) {
                    throw new IllegalArgumentException("No setting is named " + name + ": " + SETTINGS.keySet() + ".");
                }
                List<double[]> runs = new ArrayList<>();
                for (int seed = 1; seed <= given.number("seeds", 2); seed++) {
                    Nuts asked = given.has("target") ? nuts.targetAcceptance(given.number("target", 0) / 100.0) : nuts;
                    runs.add(NutsRun.of(model, asked, given.number("warmup", 1000), given.number("draws", 1000), seed)
                            .numbers());
                }
                double[] means = means(runs);
                ratios.computeIfAbsent(name, key -> new ArrayList<>()).add(means[0] / stan);
                table.add(List.of(
                        peer.label() + ", " + name,
                        Numbers.text(means[0]),
                        Numbers.text(means[1]),
                        Numbers.text(means[0] / stan),
                        Numbers.text(means[2]),
                        Numbers.text(means[3]),
                        Numbers.text(means[4]),
                        Numbers.text(means[5])));
                System.err.println(peer.label() + " " + name + " " + Arrays.toString(means));
            }
        }
        System.out.println(table);
        ratios.forEach((name, values) -> System.out.printf(
                "%s: %s of Stan's, geometric mean.%n",
                name,
                Numbers.text(Numbers.geometricMean(
                        values.stream().mapToDouble(Double::doubleValue).toArray()))));
    }

    /** Geometric means of the first two, means of the others but the last, of which the largest counts. */
    private static double[] means(List<double[]> runs) {
        double[] means = new double[6];
        for (int i = 0; i < means.length; i++) {
            int place = i;
            double[] values = runs.stream().mapToDouble(run -> run[place]).toArray();
            means[i] = i < 2
                    ? Numbers.geometricMean(values)
                    : i < 5
                            ? Arrays.stream(values).average().orElseThrow()
                            : Arrays.stream(values).max().orElseThrow();
        }
        return means;
    }
}
