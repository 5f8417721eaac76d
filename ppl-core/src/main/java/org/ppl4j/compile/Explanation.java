package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.CompiledScan;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.Sum;

/** Says in words what a compiled program does. */
final class Explanation {

    private Explanation() {}

    static String of(List<String> notes, Schedule schedule, Layout layout, ClassEmitter.Emitted emitted) {
        StringBuilder text = new StringBuilder();
        Map<String, Integer> counts = new LinkedHashMap<>();
        notes.forEach(note -> counts.merge(note, 1, Integer::sum));
        counts.forEach((note, count) -> append(text, note, count));
        List<String> lines = new ArrayList<>();
        for (int u = 0; u < schedule.units().size(); u++) {
            int passes = layout.passes(u).size();
            lines.add(describe(schedule.units().get(u)) + (passes == 0 ? "" : "; " + passes + " passes"));
        }
        for (int from = 0, to; from < lines.size(); from = to) {
            String line = lines.get(from);
            to = from + 1;
            while (to < lines.size() && lines.get(to).equals(line)) {
                to++;
            }
            append(text, line, to - from);
        }
        long doubles = layout.sizes().stream().mapToLong(Integer::longValue).sum();
        String code = emitted.isInterpreted()
                ? "no code could be generated: the operations are interpreted, one after the other, which is slower; "
                : emitted.bytes()
                        + (emitted.isShared()
                                ? " bytes of class file, loaded before for data of other lengths, "
                                : " bytes of class file, ");
        return text.append(code)
                .append(doubles)
                .append(" numbers of memory a thread")
                .append(System.lineSeparator())
                .toString();
    }

    private static void append(StringBuilder text, String line, int count) {
        text.append(line).append(count == 1 ? "" : ", " + count + " times").append(System.lineSeparator());
    }

    private static String describe(Schedule.Unit unit) {
        return switch (unit.kind()) {
            case LOOP -> loop(unit);
            case SCALAR -> "straight-line code: " + operations(unit);
            case JOIN ->
                "a vector put together from " + unit.nodes().get(0).inputs().size() + " parts";
            default -> call(unit.nodes().get(0));
        };
    }

    private static String call(Node node) {
        return node.op() instanceof CompiledScan scan ? "a " + scan.name() : "a call of " + node;
    }

    private static String loop(Schedule.Unit unit) {
        long sums = count(unit, Sum.class);
        long interleaved = count(unit, Interleave.class);
        long scatters = count(unit, Put.class);
        return "one loop of " + unit.length() + ": " + operations(unit)
                + (sums > 0 ? "; " + sums + " sums" : "")
                + (interleaved > 0 ? "; " + interleaved + " written in turns" : "")
                + (scatters > 0 ? "; " + scatters + " scatters" : "");
    }

    private static long count(Schedule.Unit unit, Class<? extends Op> operation) {
        return unit.nodes().stream()
                .filter(node -> operation.isInstance(node.op()))
                .count();
    }

    private static String operations(Schedule.Unit unit) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Node node : unit.nodes()) {
            if (node.op() instanceof ElementwiseOp) {
                counts.merge(node.op().name(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
