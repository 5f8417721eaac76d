package org.ppl4j.samplers;

import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that says how far a run is, how fast, and how long it will take. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final String ERASE_REST = "\u001B[K";

    private final PrintStream out;
    private final int chains;
    private final long total;
    private final long begin;

    /**
     * Returns a bar.
     *
     * @param out where to write
     * @param chains how many chains there are
     * @param total how many steps they make in all
     * @param begin when they began, by System.nanoTime
     */
    ProgressBar(PrintStream out, int chains, long total, long begin) {
        this.out = out;
        this.chains = chains;
        this.total = total;
        this.begin = begin;
    }

    void show(long done, long now) {
        out.print("\r" + line(done, now) + ERASE_REST);
        out.flush();
    }

    void finish(long done, long now) {
        show(done, now);
        out.println();
    }

    String line(long done, long now) {
        double fraction = total == 0 ? 1 : (double) done / total;
        double rate = done / Math.max((now - begin) / 1e9, 1e-9);
        int filled = (int) (fraction * WIDTH);
        String left = done == 0 ? "-:--" : clock((long) Math.ceil((total - done) / rate));
        return String.format(
                Locale.ROOT,
                "%s %3d %% [%s%s] %d/%d steps, %s/s, %s left",
                chains == 1 ? "1 chain" : chains + " chains",
                (int) (fraction * 100),
                "=".repeat(filled),
                " ".repeat(WIDTH - filled),
                done,
                total,
                rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : Long.toString(Math.round(rate)),
                left);
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
