package org.ppl4j.chains;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Writes chains in the layout of Stan's output files: comments with the configuration, a header, a line a draw, and
 * comments with the times. The elements of an array come with the first index running fastest, and count from 1.
 */
@LibraryFrame
final class StanCsv {

    private static final Map<String, String> STATISTICS = stanStatistics();

    private StanCsv() {}

    private static Map<String, String> stanStatistics() {
        // In the order in which Stan writes them.
        Map<String, String> names = new LinkedHashMap<>();
        names.put("lp", "lp__");
        names.put("acceptance_rate", "accept_stat__");
        names.put("step_size", "stepsize__");
        names.put("tree_depth", "treedepth__");
        names.put("n_steps", "n_leapfrog__");
        names.put("diverging", "divergent__");
        names.put("energy", "energy__");
        return names;
    }

    static void write(Chains chains, Path folder, String prefix, List<String> configuration) throws IOException {
        Arguments.nonNull(folder, "folder");
        Arguments.nonNull(prefix, "prefix");
        List<String> lines = Arguments.nonNull(configuration, "configuration").stream()
                .flatMap(String::lines)
                .toList();
        Map<String, Integer> columns = columns(chains.layout());
        Files.createDirectories(folder);
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            Path file = folder.resolve(prefix + "_" + (chain + 1) + ".csv");
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                writeConfiguration(chains, chain, prefix, lines, writer);
                writer.append(String.join(",", columns.keySet())).append('\n');
                writeDraws(chains, chain, columns.values(), writer);
                writeTimes(chains, chain, writer);
            }
        }
    }

    private static void writeConfiguration(
            Chains chains, int chain, String prefix, List<String> configuration, Appendable output) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "model = " + prefix,
                "method = sample",
                "  sample",
                "    num_samples = " + chains.drawsOf(chain),
                "    num_warmup = 0",
                "    save_warmup = 0",
                "    thin = 1",
                "id = " + (chain + 1)));
        // What the caller says counts: readers take the first or the last of two.
        lines.removeIf(
                line -> configuration.stream().anyMatch(other -> key(other).equals(key(line))));
        lines.addAll(configuration);
        for (String line : lines) {
            output.append("# ").append(line).append('\n');
        }
    }

    private static String key(String line) {
        int end = line.indexOf('=');
        return (end < 0 ? line : line.substring(0, end)).strip();
    }

    private static void writeDraws(Chains chains, int chain, Iterable<Integer> columns, Appendable output)
            throws IOException {
        for (int draw = 0; draw < chains.drawsOf(chain); draw++) {
            StringBuilder line = new StringBuilder();
            for (int column : columns) {
                line.append(line.length() == 0 ? "" : ",").append(number(chains.at(chain, draw, column)));
            }
            output.append(line.append('\n'));
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        // Readers take counts and flags for whole numbers only without a decimal point.
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15 && !(value == 0 && 1 / value < 0);
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    /** Readers look for the times, also where they are not known. */
    private static void writeTimes(Chains chains, int chain, Appendable output) throws IOException {
        double warmup = Double.NaN;
        double sampling = Double.NaN;
        Optional<SamplingTimes> times = chains.samplingTimes();
        if (times.isPresent()) {
            warmup = seconds(times.get().warmup().get(chain));
            sampling = seconds(times.get().sampling().get(chain));
        }
        output.append("#\n#  Elapsed Time: ").append(text(warmup)).append(" seconds (Warm-up)\n");
        output.append("#                ").append(text(sampling)).append(" seconds (Sampling)\n");
        output.append("#                ").append(text(warmup + sampling)).append(" seconds (Total)\n#\n");
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String text(double seconds) {
        return Double.isNaN(seconds) ? number(seconds) : String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Returns the column of each name of the header, in order. */
    private static Map<String, Integer> columns(Layout layout) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        List<String> own = new ArrayList<>(STATISTICS.keySet());
        own.retainAll(layout.statistics());
        List<String> others = new ArrayList<>(layout.statistics());
        others.removeAll(own);
        own.forEach(name -> add(layout, columns, STATISTICS.getOrDefault(name, name), layout.column(name)));
        others.forEach(name -> add(layout, columns, cleaned(name) + "__", layout.column(name)));
        for (Variable variable : layout.variables()) {
            int[] elements = layout.columnsOf(variable.name());
            for (int place = 0; place < elements.length; place++) {
                int element = elementAt(variable, place);
                add(layout, columns, stanName(variable.scalarName(element)), elements[element]);
            }
        }
        return columns;
    }

    private static void add(Layout layout, Map<String, Integer> columns, String name, int column) {
        Integer other = columns.putIfAbsent(name, column);
        if (other != null) {
            throw new IllegalStateException("\"" + layout.columnName(other) + "\" and \"" + layout.columnName(column)
                    + "\" would both be named \"" + name
                    + "\" in a Stan file. Rename one of them, or leave it out with select.");
        }
    }

    private static String stanName(String name) {
        return ElementName.parse(name)
                .map(parts -> {
                    StringBuilder text = new StringBuilder(cleaned(parts.base()));
                    parts.indices().forEach(index -> text.append('.').append(index + 1));
                    return text.toString();
                })
                .orElseGet(() -> cleaned(name));
    }

    /** A dot would begin an index, and readers know but letters, digits and underscores. */
    private static String cleaned(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}_]", "_");
    }

    /** Returns which element is written at a place, when the first index runs fastest. */
    private static int elementAt(Variable variable, int place) {
        int rest = place;
        int element = 0;
        int stride = variable.size();
        for (int length : variable.shape()) {
            stride /= length;
            element += rest % length * stride;
            rest /= length;
        }
        return element;
    }
}
