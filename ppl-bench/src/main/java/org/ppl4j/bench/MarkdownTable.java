package org.ppl4j.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table as Markdown, its first column of text, the others of numbers. */
final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    MarkdownTable(String... header) {
        columns = header.length;
        rows.add(List.of(header));
    }

    void add(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("A row needs " + columns + " cells, got " + cells + ".");
        }
        rows.add(List.copyOf(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|---|")
                        .append(String.join("", Collections.nCopies(columns - 1, "---:|")))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
