package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.schedule.Schedule.Kind;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;

/**
 * Which units of a schedule share a generated method: straight-line code, and what puts vectors together, one after the
 * other, so that scalars stay in local variables. A loop, like a call, is by itself.
 */
public final class Methods {

    /** Bytecodes to which units are joined, by a cautious estimate: some four times what there are in the end. */
    private static final int LARGEST_JOINED = 8_000;

    private final Schedule schedule;
    private final List<List<Integer>> units = new ArrayList<>();
    private final Map<Node, Integer> methodOf = new IdentityHashMap<>();
    private final Map<Node, Boolean> shared = new IdentityHashMap<>();

    Methods(Schedule schedule) {
        this.schedule = schedule;
        int size = LARGEST_JOINED;
        for (int u = 0; u < schedule.units().size(); u++) {
            Schedule.Unit unit = schedule.units().get(u);
            int more = unit.kind().isStraightLine() ? estimatedBytes(unit) : LARGEST_JOINED;
            if (size + more > LARGEST_JOINED) {
                units.add(new ArrayList<>());
                size = 0;
            }
            size += more;
            int method = units.size() - 1;
            units.get(method).add(u);
            for (Node node : unit.nodes()) {
                methodOf.put(node, method);
            }
        }
        for (int method = 0; method < units.size(); method++) {
            for (int u : units.get(method)) {
                findShared(method, schedule.units().get(u));
            }
        }
    }

    /** Returns the numbers of the units of each method. */
    public List<List<Integer>> units() {
        return units;
    }

    /** Whether a node is a scalar that another method than its own needs. */
    public boolean isShared(Node node) {
        return shared.containsKey(node);
    }

    /** Whether a node finds an operand in a local variable of its method. */
    public boolean readsLocally(int method, Node node, Access access) {
        Node base = access.base();
        Integer from = methodOf.get(base);
        if (from == null || from != method || base == node || !(base.op() instanceof ElementwiseOp)) {
            return false;
        }
        return schedule.kind(base) == Kind.SCALAR
                || (schedule.kind(node) == Kind.LOOP && access.kind() == Access.Kind.DIRECT);
    }

    private void findShared(int method, Schedule.Unit unit) {
        for (Node node : unit.nodes()) {
            List<Node> operands =
                    unit.kind() == Kind.JOIN ? UnitFormation.joinedFrom(node, unit.length()) : node.inputs();
            for (Node operand : operands) {
                Access access = schedule.access(operand);
                Node base = access.base();
                if (methodOf.containsKey(base) && schedule.isScalarValue(base) && !readsLocally(method, node, access)) {
                    shared.put(base, true);
                }
            }
        }
    }

    private static int estimatedBytes(Schedule.Unit unit) {
        int bytes = 0;
        for (Node node : unit.nodes()) {
            bytes += UnitFormation.estimatedBytes(node, unit.kind());
        }
        return bytes;
    }
}
