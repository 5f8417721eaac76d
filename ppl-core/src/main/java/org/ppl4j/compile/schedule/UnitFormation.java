package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ppl4j.compile.schedule.Schedule.Kind;
import org.ppl4j.compile.schedule.Schedule.Unit;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;

/** Forms the units of a schedule: nodes of one stage, kind and length, as many as HotSpot compiles in a method. */
public final class UnitFormation {

    /** Operands that one method of a join takes. */
    static final int JOINED_AT_ONCE = 250;

    /**
     * What is one unit, if it is not too large.
     *
     * @param rank of a loop, its length's place in the order in which lengths come up: the units' order must not depend on
     *     which of two lengths is the greater one, so that the code for other lengths is the same
     */
    private record Key(int stage, Kind kind, int rank, int length) implements Comparable<Key> {
        @Override
        public int compareTo(Key that) {
            int byStage = Integer.compare(stage, that.stage);
            int byKind = byStage != 0 ? byStage : kind.compareTo(that.kind);
            return byKind != 0 ? byKind : Integer.compare(rank, that.rank);
        }
    }

    /** Bytecodes a unit may have, by a cautious estimate; HotSpot does not compile methods above 8,000. */
    private static final int LARGEST_UNIT = 6_000;

    private final Schedule schedule;
    private final Stages stages;
    private final List<Unit> units = new ArrayList<>();

    private UnitFormation(Schedule schedule, Stages stages) {
        this.schedule = schedule;
        this.stages = stages;
    }

    /**
     * Returns the units, each after those that it needs.
     *
     * @param schedule tells what kind a node is
     * @param stages the nodes' stages
     * @param needed the nodes
     */
    static List<Unit> of(Schedule schedule, Stages stages, List<Node> needed) {
        UnitFormation formation = new UnitFormation(schedule, stages);
        formation.form(needed);
        return formation.units;
    }

    private void form(List<Node> needed) {
        Map<Key, List<Node>> groups = new TreeMap<>();
        Map<Integer, Integer> ranks = new HashMap<>();
        for (Node node : needed) {
            Kind kind = schedule.kind(node);
            if (kind != Kind.LEAF && kind != Kind.VIEW) {
                int length = kind == Kind.LOOP ? Stages.length(node) : 0;
                ranks.putIfAbsent(length, ranks.size());
                Key key = new Key(stages.of(node), kind, ranks.get(length), length);
                List<Node> group = groups.get(key);
                if (group == null) {
                    group = new ArrayList<>();
                    groups.put(key, group);
                }
                group.add(node);
            }
        }
        for (Map.Entry<Key, List<Node>> group : groups.entrySet()) {
            Key key = group.getKey();
            if (key.kind == Kind.JOIN) {
                addJoins(group.getValue());
            } else {
                addUnits(key.kind, key.length, group.getValue());
            }
        }
    }

    private void addUnits(Kind kind, int length, List<Node> nodes) {
        List<Node> unit = new ArrayList<>();
        int size = 0;
        for (Node node : nodes) {
            int more = estimatedBytes(node, kind);
            if (!unit.isEmpty() && (kind == Kind.CALL || size + more > LARGEST_UNIT)) {
                addUnit(kind, length, unit);
                unit = new ArrayList<>();
                size = 0;
            }
            unit.add(node);
            size += more;
        }
        addUnit(kind, length, unit);
    }

    private void addJoins(List<Node> nodes) {
        for (Node node : nodes) {
            for (int first = 0; first < node.inputs().size(); first += JOINED_AT_ONCE) {
                addUnit(Kind.JOIN, first, List.of(node));
            }
        }
    }

    private void addUnit(Kind kind, int length, List<Node> nodes) {
        units.add(new Unit(kind, length, nodes));
    }

    /** Returns the operands that a unit of a join takes. */
    public static List<Node> joinedFrom(Node node, int first) {
        int end = Math.min(node.inputs().size(), first + JOINED_AT_ONCE);
        return node.inputs().subList(first, end);
    }

    static int estimatedBytes(Node node, Kind kind) {
        if (kind == Kind.CALL) {
            return 0;
        }
        return 14 + 16 * node.inputs().size() + (node.op() instanceof ElementwiseOp ? 0 : 24);
    }
}
