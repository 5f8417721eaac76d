package org.ppl4j.compile.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.schedule.RowProduct;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;

/**
 * The order in which the methods of a schedule run if products of tall matrices and vectors go through their rows together
 * with the loops that use them: a block of rows is used while it is in cache.
 */
final class RowBlocks {

    /** How much of a matrix, in doubles, to go through at once: half of a usual first cache, or a little more. */
    private static final int BLOCK = 3_072;

    private static final int FEWEST_ROWS = 32;

    /**
     * Methods that go through the same rows together, or one by itself.
     *
     * @param rowsAtOnce how many rows to go through at once, a multiple of eight
     */
    record Block(List<Integer> methods, int rowsAtOnce) {}

    private final Schedule schedule;
    private final Map<Integer, Integer> rows;
    private final Map<Integer, Set<Integer>> reads = new HashMap<>();
    private final Map<Node, List<Integer>> methodsOf = new IdentityHashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    /** The numbers of rows that products have: other loops run by themselves. */
    private final Set<Integer> tall = new HashSet<>();

    private RowBlocks(Schedule schedule, Map<Integer, Integer> rows) {
        this.schedule = schedule;
        this.rows = rows;
    }

    /**
     * Returns the methods in the order in which to run them.
     *
     * @param rows the number of rows, or iterations, of each method that can be run for some of them at a time
     */
    static List<Block> of(Schedule schedule, Map<Integer, Integer> rows) {
        int count = schedule.methods().units().size();
        List<Integer> all = new ArrayList<>();
        RowBlocks result = new RowBlocks(schedule, rows);
        for (int method = 0; method < count; method++) {
            all.add(method);
            result.note(method);
        }
        result.arrange(all);
        return result.blocks;
    }

    private List<Node> nodes(int method) {
        List<Node> nodes = new ArrayList<>();
        schedule.methods()
                .units()
                .get(method)
                .forEach(unit -> nodes.addAll(schedule.units().get(unit).nodes()));
        return nodes;
    }

    private void note(int method) {
        Set<Integer> read = new HashSet<>();
        for (Node node : nodes(method)) {
            List<Integer> parts = methodsOf.computeIfAbsent(node, absent -> new ArrayList<>());
            read.addAll(parts);
            parts.add(method);
            node.inputs().forEach(input -> read.addAll(methodsOf(input)));
        }
        read.remove(method);
        if (isProduct(method)) {
            tall.add(product(method).rows());
        }
        reads.put(method, read);
    }

    private List<Integer> methodsOf(Node operand) {
        return methodsOf.getOrDefault(schedule.access(operand).base(), List.of());
    }

    private RowProduct product(int method) {
        return RowProduct.of(nodes(method).get(0)).orElseThrow();
    }

    private boolean isProduct(int method) {
        return rows.containsKey(method) && ClassEmitter.first(schedule, method).kind() == Schedule.Kind.CALL;
    }

    private void arrange(List<Integer> methods) {
        List<Integer> pending = methods;
        while (!pending.isEmpty()) {
            int first = pending.get(0);
            List<Integer> group = new ArrayList<>(List.of(first));
            List<Integer> before = new ArrayList<>();
            List<Integer> after = new ArrayList<>();
            if (tall.contains(rows.get(first))) {
                divide(pending.subList(1, pending.size()), group, before, after);
            }
            if (group.stream().noneMatch(this::isProduct)) {
                blocks.add(new Block(List.of(first), Integer.MAX_VALUE));
                pending = pending.subList(1, pending.size());
                continue;
            }
            arrange(before);
            blocks.add(new Block(group, rowsAtOnce(group)));
            pending = after;
        }
    }

    /** Takes to a group what can run together with it, and finds what of the others must run after it. */
    private void divide(List<Integer> methods, List<Integer> group, List<Integer> before, List<Integer> after) {
        int count = rows.getOrDefault(group.get(0), 0);
        for (int method : methods) {
            boolean sameRows = rows.getOrDefault(method, -1) == count;
            boolean waits = dependsOn(method, after);
            if (sameRows && !waits && readsRowByRow(method, group)) {
                group.add(method);
            } else if (waits || dependsOn(method, group)) {
                after.add(method);
            } else {
                before.add(method);
            }
        }
    }

    private boolean dependsOn(int method, List<Integer> others) {
        return others.stream().anyMatch(Objects.requireNonNull(reads.get(method))::contains);
    }

    /** Whether all that a method reads of what a group computes is, in each row, that row's element. */
    private boolean readsRowByRow(int method, List<Integer> group) {
        for (Node node : nodes(method)) {
            for (Node input : node.inputs()) {
                Access access = schedule.access(input);
                boolean ofGroup = methodsOf(input).stream().anyMatch(group::contains);
                if (ofGroup && !(isByRow(access) && mayBeByRow(method, input))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isByRow(Access access) {
        Node base = access.base();
        boolean product = RowProduct.of(base).map(it -> !it.sumsRows()).orElse(false);
        return access.kind() == Access.Kind.DIRECT && (base.op() instanceof ElementwiseOp || product);
    }

    private boolean mayBeByRow(int method, Node input) {
        if (!isProduct(method)) {
            return true;
        }
        RowProduct product = product(method);
        return product.sumsRows() && product.vector() == input && product.matrix() != input;
    }

    private int rowsAtOnce(List<Integer> group) {
        Map<Node, Integer> widths = new IdentityHashMap<>();
        for (int method : group) {
            if (isProduct(method)) {
                widths.put(
                        schedule.access(product(method).matrix()).base(),
                        product(method).width());
            }
        }
        int width = widths.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(FEWEST_ROWS, BLOCK / width & -org.ppl4j.math.Lanes.COUNT);
    }
}
