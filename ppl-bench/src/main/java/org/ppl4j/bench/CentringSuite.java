package org.ppl4j.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ppl4j.model.Model;
import org.ppl4j.samplers.Centring;
import org.ppl4j.samplers.Nuts;

/** Samples hierarchical models as they are written, in their non-centred form, and over coordinates that a trial chooses. */
public final class CentringSuite {

    private CentringSuite() {}

    /**
     * Runs the suite and prints a table: geometric means of what gradients are worth, means of divergences, the largest R-hat.
     *
     * @param arguments {@code seeds=3}
     */
    public static void main(String[] arguments) {
        Arguments given = new Arguments(arguments, "seeds");
        int seeds = given.number("seeds", 3);
        MarkdownTable table = new MarkdownTable(
                "model, coordinates",
                "ESS / 1000 gradients",
                "with those of warm-up and trial",
                "divergences",
                "largest R-hat");
        for (HierarchicalForm form : HierarchicalForm.values()) {
            Model model = form.model();
            String[] sites =
                    model.density().scaledSites().stream().flatMap(List::stream).toArray(String[]::new);
            Nuts asWritten = Nuts.create().centring(Centring.AS_WRITTEN);
            table.add(row(form, "as written", runs(model, asWritten, seeds)));
            table.add(row(form, "non-centred", runs(model.nonCentred(sites), asWritten, seeds)));
            List<NutsRun> chosen = runs(model, Nuts.create(), seeds);
            double[] degrees = chosen.stream()
                    .flatMap(run -> run.degrees().values().stream())
                    .flatMapToDouble(degree -> Arrays.stream(degree.toArray()))
                    .sorted()
                    .distinct()
                    .toArray();
            table.add(row(form, "centred to " + Arrays.toString(degrees), chosen));
            System.err.println(form);
        }
        System.out.println(table);
    }

    private static List<NutsRun> runs(Model model, Nuts nuts, int seeds) {
        return IntStream.rangeClosed(1, seeds)
                .mapToObj(seed -> NutsRun.of(model, nuts, 1000, 1000, seed))
                .toList();
    }

    private static List<String> row(HierarchicalForm form, String coordinates, List<NutsRun> runs) {
        return List.of(
                form.label() + ", " + coordinates,
                Numbers.text(Numbers.geometricMean(runs.stream()
                        .mapToDouble(NutsRun::essPerThousandGradients)
                        .toArray())),
                Numbers.text(Numbers.geometricMean(
                        runs.stream().mapToDouble(NutsRun::essWithWarmup).toArray())),
                Numbers.text(runs.stream()
                        .mapToDouble(NutsRun::divergences)
                        .average()
                        .orElseThrow()),
                String.format(
                        "%.3f",
                        runs.stream().mapToDouble(NutsRun::largestRhat).max().orElseThrow()));
    }
}
