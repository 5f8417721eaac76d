package org.ppl4j.chains;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the table that {@link TidyCsv} writes. */
final class TidyCsvReader {

    private static final int MOST_CHAINS = 65_536;

    private final Path file;
    private final List<String> header;
    private final int[] statisticFields;
    private final int[] variableFields;
    private final List<Variable> variables;
    private final List<String> statistics;
    private final List<ChainRecorder> recorders = new ArrayList<>();
    private int line = 1;

    private TidyCsvReader(Path file, String headerLine) throws IOException {
        this.file = file;
        header = fields(headerLine);
        if (header.size() < 2
                || !header.get(0).equals("chain")
                || !header.get(1).equals("draw")) {
            throw malformed("the header must begin with chain,draw, got \"" + headerLine + "\"");
        }
        statisticFields = IntStream.range(2, header.size())
                .filter(field -> header.get(field).endsWith(TidyCsv.STATISTIC_SUFFIX))
                .toArray();
        variableFields = IntStream.range(2, header.size())
                .filter(field -> !header.get(field).endsWith(TidyCsv.STATISTIC_SUFFIX))
                .toArray();
        variables = variables();
        int suffix = TidyCsv.STATISTIC_SUFFIX.length();
        statistics = IntStream.of(statisticFields)
                .mapToObj(header::get)
                .map(name -> name.substring(0, name.length() - suffix))
                .toList();
        recorders.add(recorder());
    }

    private List<Variable> variables() throws IOException {
        try {
            return ShapeInference.variables(
                    IntStream.of(variableFields).mapToObj(header::get).toList());
        } catch (IllegalArgumentException e) {
            throw malformedHeader(e);
        }
    }

    private ChainRecorder recorder() throws IOException {
        try {
            return new ChainRecorder(variables, statistics, 0);
        } catch (IllegalArgumentException e) {
            throw malformedHeader(e);
        }
    }

    private IOException malformedHeader(IllegalArgumentException refused) {
        String problem = String.valueOf(refused.getMessage());
        return malformed(
                "the header: " + (problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem));
    }

    static Chains read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String headerLine = reader.readLine();
            TidyCsvReader parser = new TidyCsvReader(file, headerLine == null ? "" : headerLine);
            boolean whole = headerLine == null || endsWithLineBreak(file);
            String text = reader.readLine();
            parser.requireEnd(text != null || whole);
            while (text != null) {
                parser.line++;
                String following = reader.readLine();
                parser.requireEnd(following != null || whole);
                if (!text.isBlank()) {
                    parser.record(fields(text));
                }
                text = following;
            }
            return Chains.of(parser.recorders, true, List.of());
        }
    }

    private static boolean endsWithLineBreak(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n' || last.get(0) == '\r';
        }
    }

    /** Of a number that was cut off, the rest may well be a number. */
    private void requireEnd(boolean ended) throws IOException {
        if (!ended) {
            throw malformed(
                    "the file ends without a line break, so that its last line may have been cut off. If the line is"
                            + " whole, add one; if not, delete the line, or write the file again");
        }
    }

    private void record(List<String> fields) throws IOException {
        if (fields.size() != header.size()) {
            throw malformed(fields.size() + " fields, but the header has " + header.size());
        }
        int chain = index(fields, 0);
        if (chain >= MOST_CHAINS) {
            throw malformed("chain " + chain + " is over the largest that can be read, " + (MOST_CHAINS - 1));
        }
        ChainRecorder recorder = recorderOf(chain);
        int draw = index(fields, 1);
        if (draw != recorder.draws()) {
            throw malformed("draw " + draw + " of chain " + chain + ", but " + recorder.draws()
                    + " comes next; the draws of a chain must be in order and without gaps");
        }
        recorder.record(numbers(fields, variableFields), numbers(fields, statisticFields));
    }

    /** Returns the recorder of a chain, with one for each chain before it: a chain without draws has no lines. */
    private ChainRecorder recorderOf(int chain) throws IOException {
        while (recorders.size() <= chain) {
            recorders.add(recorder());
        }
        return recorders.get(chain);
    }

    private double[] numbers(List<String> fields, int[] selected) throws IOException {
        double[] values = new double[selected.length];
        for (int place = 0; place < values.length; place++) {
            String text = fields.get(selected[place]);
            try {
                values[place] = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw malformed("column \"" + header.get(selected[place]) + "\": \"" + text + "\" is not a number");
            }
        }
        return values;
    }

    private int index(List<String> fields, int field) throws IOException {
        String text = fields.get(field);
        if (!text.matches("\\d{1,9}")) {
            throw malformed("column \"" + header.get(field) + "\": \"" + text + "\" is not a count from 0");
        }
        return Integer.parseInt(text);
    }

    private IOException malformed(String problem) {
        return new IOException(file + ", line " + line + ": " + problem + ".");
    }

    /** Splits a line at its commas, save those between quotation marks. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int place = 0; place < text.length(); place++) {
            char character = text.charAt(place);
            if (character == '"') {
                boolean doubled = quoted && place + 1 < text.length() && text.charAt(place + 1) == '"';
                if (doubled) {
                    field.append('"');
                    place++;
                } else {
                    quoted = !quoted;
                }
            } else if (character == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
