package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Sum;
import org.ppl4j.math.Lanes;

/** Where the values of a scheduled graph lie: scalars in the first array, every other value in an array of its own. */
public final class Layout {

    /** The place of the table of single numbers that the code reads. */
    public static final int NUMBERS = 0;

    private final Map<Node, Integer> arrays = new IdentityHashMap<>();
    private final Map<Node, Integer> slots = new IdentityHashMap<>();
    private final Map<Node, Integer> constants = new IdentityHashMap<>();
    private final Map<Indices, Integer> tables = new HashMap<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final Map<Node, Integer> calls = new IdentityHashMap<>();
    private final Map<Integer, Integer> lanes = new HashMap<>();
    private final Map<Integer, List<LoopPass>> passes;
    private final boolean anyLength;
    private final Map<Node, Integer> blocks = new IdentityHashMap<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final int variable;
    private final int result;
    private final boolean variableInMemory;

    /**
     * Lays out a schedule.
     *
     * @param outputs what is computed
     * @param passes the passes of loops that have several, by the numbers of their units
     * @param anyLength whether the code may run on data of other lengths
     */
    public Layout(Schedule schedule, List<Node> outputs, Map<Integer, List<LoopPass>> passes, boolean anyLength) {
        this.passes = passes;
        this.anyLength = anyLength;
        sizes.add(0);
        for (Node node : schedule.buffered()) {
            arrays.put(node, add(node.size()));
        }
        List<Schedule.Unit> units = schedule.units();
        for (int u = 0; u < units.size(); u++) {
            int sums = 0;
            for (Node node : units.get(u).nodes()) {
                if (schedule.methods().isShared(node)) {
                    slots.put(node, slots.size());
                }
                if (node.op() instanceof Sum && units.get(u).kind() == Schedule.Kind.LOOP) {
                    sums++;
                }
                if (units.get(u).kind() == Schedule.Kind.CALL) {
                    calls.put(node, calls.size());
                }
            }
            RowProduct product = RowProduct.of(units.get(u).nodes().get(0)).orElse(null);
            int laneCount = product == null ? Lanes.COUNT * sums : product.laneCount();
            if (laneCount > 0) {
                lanes.put(u, add(laneCount));
            }
            for (LoopPass pass : passes.getOrDefault(u, List.of())) {
                for (Node node : pass.copied()) {
                    blocks.put(node, add(LoopPasses.BLOCK));
                }
                for (Node node : pass.handedOn()) {
                    blocks.put(node, add(LoopPasses.BLOCK));
                }
            }
        }
        sizes.set(0, slots.size());
        ParameterArrays parameters = new ParameterArrays(schedule, outputs);
        variable = placeOf(parameters.variable());
        variableInMemory = parameters.variableInMemory();
        result = placeOf(parameters.result());
    }

    private int placeOf(@Nullable Node node) {
        return node == null ? -1 : arrays.getOrDefault(node, -1);
    }

    /** Returns the place of the variable's array, which straight-line code is given instead; -1 if there is none. */
    public int variable() {
        return variable;
    }

    /** Whether the variable's elements are also read from memory. */
    public boolean variableInMemory() {
        return variableInMemory;
    }

    /** Returns the place of the last output's array, if straight-line code alone writes it, into one that it is given; else -1. */
    public int result() {
        return result;
    }

    private int add(int size) {
        sizes.add(size);
        return sizes.size() - 1;
    }

    /** Returns the place of a buffered node's array. */
    public int array(Node node) {
        Integer place = arrays.get(node);
        if (place == null) {
            throw new IllegalStateException("The value of " + node + " is not in memory.");
        }
        return place;
    }

    /** Returns the place of a scalar in the first array. */
    public int slot(Node node) {
        return java.util.Objects.requireNonNull(slots.get(node));
    }

    /** Returns the place in the first array of a constant that the code reads rather than says. */
    public int constant(Node node) {
        Integer place = constants.get(node);
        if (place == null) {
            place = sizes.get(0);
            sizes.set(0, place + 1);
            constants.put(node, place);
        }
        return place;
    }

    /** Writes what {@link #constant} has a place for into the first array. */
    public void writeConstants(double[] first) {
        for (Map.Entry<Node, Integer> constant : constants.entrySet()) {
            first[constant.getValue()] = Interner.constantValue(constant.getKey());
        }
    }

    /** Returns a place in the table of numbers; a new one, since numbers may be equal by chance. */
    public int number(int value) {
        numbers.add(value);
        return numbers.size() - 1;
    }

    /** Returns the place of the lanes of a unit's sums, or of its product. */
    public int lanes(int unit) {
        return java.util.Objects.requireNonNull(lanes.get(unit));
    }

    /** Whether the code may run on data of other lengths. */
    public boolean isForAnyLength() {
        return anyLength;
    }

    /** Returns the passes of a loop, if it has several; else none. */
    public List<LoopPass> passes(int unit) {
        return passes.getOrDefault(unit, List.of());
    }

    /** Returns the place of the block in which a node's elements are handed on, or to which an operand's are copied. */
    public int block(Node node) {
        return java.util.Objects.requireNonNull(blocks.get(node));
    }

    /** Returns the place of a table of indices. */
    public synchronized int table(Indices indices) {
        return tables.computeIfAbsent(indices, absent -> tables.size() + 1);
    }

    /** Returns the place of a call. */
    public int call(Node node) {
        return java.util.Objects.requireNonNull(calls.get(node));
    }

    /** Returns the size of each array. */
    public List<Integer> sizes() {
        return sizes;
    }

    /** Returns the nodes that are called, each at its place. */
    public List<Node> calls() {
        Node[] nodes = new Node[calls.size()];
        for (Map.Entry<Node, Integer> call : calls.entrySet()) {
            nodes[call.getValue()] = call.getKey();
        }
        return List.of(nodes);
    }

    /** Returns the tables, each at its place. */
    public synchronized int[][] tables() {
        int[][] result = new int[tables.size() + 1][];
        result[NUMBERS] = new int[numbers.size()];
        for (int i = 0; i < numbers.size(); i++) {
            result[NUMBERS][i] = numbers.get(i);
        }
        for (Map.Entry<Indices, Integer> table : tables.entrySet()) {
            result[table.getValue()] = table.getKey().toArray();
        }
        return result;
    }
}
