package org.ppl4j.chains;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes chains as one plain table, a line a draw, in digits that read back as the same bits. */
final class TidyCsv {

    /** Follows the name of a statistic in a header, as in Stan's files, where it tells them from variables. */
    static final String STATISTIC_SUFFIX = "__";

    private TidyCsv() {}

    static void write(Chains chains, Path file) throws IOException {
        // Refused names are found before an existing file is touched.
        String header = header(chains.layout());
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            write(chains, header, writer);
        }
    }

    static void write(Chains chains, Appendable output) throws IOException {
        write(chains, header(chains.layout()), output);
    }

    private static void write(Chains chains, String header, Appendable output) throws IOException {
        output.append(header).append('\n');
        int scalars = chains.layout().scalars();
        int columns = chains.layout().columns();
        StringBuilder line = new StringBuilder();
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            for (int draw = 0; draw < chains.drawsOf(chain); draw++) {
                line.setLength(0);
                line.append(chain).append(',').append(draw);
                for (int column = 0; column < columns; column++) {
                    // The statistics come first in the file and last in memory.
                    double value = chains.at(chain, draw, (scalars + column) % columns);
                    line.append(',').append(value);
                }
                output.append(line.append('\n'));
            }
        }
    }

    private static String header(Layout layout) {
        StringBuilder header = new StringBuilder("chain,draw");
        for (String statistic : layout.statistics()) {
            header.append(',').append(quoted(statistic + STATISTIC_SUFFIX));
        }
        for (Variable variable : layout.variables()) {
            if (variable.name().endsWith(STATISTIC_SUFFIX)) {
                throw new IllegalStateException("Variable \"" + variable.name() + "\" cannot be written as CSV: a name"
                        + " that ends in \"" + STATISTIC_SUFFIX + "\" marks a statistic there. Rename it, or leave it"
                        + " out with select.");
            }
            for (String name : variable.scalarNames()) {
                header.append(',').append(quoted(name));
            }
        }
        return header.toString();
    }

    private static String quoted(String name) {
        return name.indexOf(',') < 0 && name.indexOf('"') < 0 ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
