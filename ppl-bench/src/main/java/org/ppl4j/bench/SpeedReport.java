package org.ppl4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The table of a suite's run, and what misses its goal. */
final class SpeedReport {

    private SpeedReport() {}

    static String of(List<SpeedRow> rows) {
        MarkdownTable table = new MarkdownTable(
                "model",
                "Stan µs",
                "goal µs",
                "scalar µs",
                "SIMD µs",
                "by hand µs",
                "scalar / by hand",
                "SIMD / by hand",
                "best / Stan",
                "cold ms (by the clock)",
                "from an archive",
                "warm ms");
        for (SpeedRow row : rows) {
            table.add(List.of(
                    row.peer().label(),
                    Numbers.text(row.stan()),
                    row.goal().text(),
                    Numbers.text(row.times().scalar()),
                    Numbers.text(row.times().simd()),
                    Numbers.text(row.times().handWritten()),
                    Numbers.text(row.scalarToHand()),
                    Numbers.text(row.simdToHand()),
                    Numbers.text(row.toStan()),
                    andByTheClock(row.tracing().cold(), row.tracing().coldByTheClock()),
                    andByTheClock(row.tracing().archived(), row.tracing().archivedByTheClock()),
                    Numbers.text(row.tracing().warm())));
        }
        double toStan = mean(rows, SpeedRow::toStan);
        table.add(List.of(
                "geometric mean",
                "",
                "",
                "",
                "",
                "",
                Numbers.text(mean(rows, SpeedRow::scalarToHand)),
                Numbers.text(mean(rows, SpeedRow::simdToHand)),
                Numbers.text(toStan),
                "",
                "",
                ""));
        List<String> misses = new ArrayList<>();
        rows.forEach(row -> addMisses(row, misses));
        addIfAbove(misses, "geometric mean, share of Stan's time", toStan, Goal.SHARE_OF_STAN);
        String summary = misses.isEmpty()
                ? "All goals are met.\n"
                : "Goals that are missed:\n\n- " + String.join("\n- ", misses) + "\n";
        return table + "\n" + summary;
    }

    private static String andByTheClock(double processor, double clock) {
        return Numbers.text(processor) + " (" + Numbers.text(clock) + ")";
    }

    private static double mean(List<SpeedRow> rows, ToDoubleFunction<SpeedRow> of) {
        return Numbers.geometricMean(rows.stream().mapToDouble(of).toArray());
    }

    private static void addMisses(SpeedRow row, List<String> misses) {
        String label = row.peer().label();
        Goal goal = row.goal();
        if (goal.isForEitherForm()) {
            addIfAbove(misses, label + ", µs", row.best(), goal.scalar());
        } else {
            addIfAbove(misses, label + ", scalar µs", row.times().scalar(), goal.scalar());
            addIfAbove(misses, label + ", SIMD µs", row.times().simd(), goal.simd());
        }
        addIfAbove(misses, label + ", share of Stan's time", row.toStan(), Goal.MOST_OF_STAN);
        addIfAbove(misses, label + ", share of the hand-written time", row.bestToHand(), Goal.MOST_OF_HAND_WRITTEN);
        addIfAbove(misses, label + ", cold ms", row.tracing().cold(), Goal.COLD);
        addIfAbove(misses, label + ", warm ms", row.tracing().warm(), Goal.WARM);
    }

    private static void addIfAbove(List<String> misses, String what, double measured, double goal) {
        if (measured > goal) {
            misses.add(what + ": " + Numbers.text(measured) + ", goal " + Numbers.text(goal));
        }
    }
}
