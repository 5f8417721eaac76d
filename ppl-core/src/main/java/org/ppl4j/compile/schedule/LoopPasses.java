package org.ppl4j.compile.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Put;

/**
 * Divides a fused loop into passes over a block of its elements, arithmetic and others in turn.
 *
 * <p>Of a loop of nothing but arithmetic HotSpot makes vector instructions. Among others each element waits for a long chain of
 * operations, and a processor has only few elements under way at once. What is handed on from pass to pass is written to
 * memory and read, so there are only as many passes as pay for that.
 */
public final class LoopPasses {

    /** Loops of fewer elements make one pass: with many passes, to begin each takes longer than it saves. */
    static final int SHORTEST = 48;

    /** The same for loops of nothing but arithmetic, which do not wait for functions. */
    static final int SHORTEST_OF_ARITHMETIC = 128;

    /** Elements that a pass computes at once: what is handed on stays in the nearest cache. */
    public static final int BLOCK = 256;

    /** Arithmetic instructions that take about as long as to write a number and to read it. */
    private static final int HANDED_ON = 2;

    /**
     * What an arithmetic pass may have for HotSpot to make vector instructions of it, by how JDK 17 was found to do: before it
     * unrolls a loop of more than some nodes it looks whether that could become vectors only if it is small.
     */
    private static final int LARGEST = 54;

    /** What an array that is read or written counts, in instructions. */
    private static final int AN_ARRAY = 7;

    private final Schedule schedule;
    private final List<Node> nodes;
    private final NodeMap<Integer> places = new NodeMap<>();
    private final List<List<Integer>> inputs = new ArrayList<>();
    private final List<List<Integer>> users = new ArrayList<>();
    private final boolean[] arithmetic;
    /** Even ones for arithmetic, odd ones for others. */
    private final int[] passOf;

    private LoopPasses(Schedule.Unit loop, Schedule schedule) {
        this.schedule = schedule;
        nodes = loop.nodes();
        arithmetic = new boolean[nodes.size()];
        passOf = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            inputs.add(new ArrayList<>());
            users.add(new ArrayList<>());
            arithmetic[i] = FunctionStep.instructions(node.op()) > 0;
            for (Node input : node.inputs()) {
                Access access = schedule.access(input);
                Integer place = places.get(access.base());
                if (place != null) {
                    inputs.get(i).add(place);
                    users.get(place).add(i);
                } else {
                    arithmetic[i] &= access.isScalar() || access.isStretch();
                }
            }
            if (node.op() instanceof ElementwiseOp) {
                places.put(node, i);
            }
        }
    }

    /**
     * Returns the passes of those units that have several, by the units' numbers.
     *
     * @param anyLength whether lengths of data may become others, so that short loops may become long ones
     */
    public static Map<Integer, List<LoopPass>> ofUnits(Schedule schedule, boolean anyLength) {
        Map<Integer, List<LoopPass>> passes = new HashMap<>();
        for (int u = 0; u < schedule.units().size(); u++) {
            Schedule.Unit unit = schedule.units().get(u);
            if (unit.kind() == Schedule.Kind.LOOP && (anyLength || unit.length() >= shortest(unit))) {
                LoopPasses ofUnit = new LoopPasses(unit, schedule);
                if (ofUnit.divide()) {
                    passes.put(u, ofUnit.all());
                }
            }
        }
        return passes;
    }

    /**
     * Returns how many elements a loop has at least that goes in passes.
     *
     * @param loop the loop
     */
    public static int shortest(Schedule.Unit loop) {
        for (Node node : loop.nodes()) {
            if (Operations.isFunction(node.op())) {
                return SHORTEST;
            }
        }
        return SHORTEST_OF_ARITHMETIC;
    }

    /** Finds the passes that pay; returns whether there are any arithmetic ones. */
    private boolean divide() {
        do {
            do {
                keepWithUsers();
            } while (leave(pass -> !pays(pass)));
            splitArithmetic();
        } while (leave(pass -> isScattered(pass) && !pays(pass)));
        for (boolean is : arithmetic) {
            if (is) {
                return true;
            }
        }
        return false;
    }

    /** Computes among others what some arithmetic passes compute; returns whether there is any. */
    private boolean leave(Predicate<LoopPass> passes) {
        boolean changes = false;
        for (LoopPass pass : all()) {
            if (pass.isArithmetic() && passes.test(pass)) {
                changes = true;
                for (Node node : pass.nodes()) {
                    arithmetic[Objects.requireNonNull(places.get(node))] = false;
                }
            }
        }
        return changes;
    }

    /** Whether all that a pass computes is put somewhere, such as the derivatives of what was picked. */
    private boolean isScattered(LoopPass pass) {
        boolean isScattered = false;
        for (Node node : pass.handedOn()) {
            for (int user : users.get(Objects.requireNonNull(places.get(node)))) {
                isScattered = nodes.get(user).op() instanceof Put;
                if (!isScattered) {
                    return false;
                }
            }
        }
        return isScattered;
    }

    private static boolean pays(LoopPass pass) {
        int instructions = 0;
        for (Node node : pass.nodes()) {
            instructions += FunctionStep.instructions(node.op());
        }
        int numbers = pass.handedOn().size() + pass.takenOver().size();
        return instructions > HANDED_ON * numbers + pass.copied().size() / 2;
    }

    /**
     * A little arithmetic that others alone use is computed among them: of what is handed on to them anyway, or of one
     * number handed on instead of another.
     */
    private void keepWithUsers() {
        for (int i = passOf.length - 1; i >= 0; i--) {
            if (arithmetic[i] && FunctionStep.instructions(nodes.get(i).op()) == 1 && !isUsedBy(i, true)) {
                int more = 0;
                boolean takesOthers = false;
                for (int input : inputs.get(i)) {
                    more += arithmetic[input] && !isUsedBy(input, false) ? 1 : 0;
                    takesOthers |= !arithmetic[input];
                }
                arithmetic[i] = more > (takesOthers ? 1 : 0);
            }
        }
        computeEarly();
        computeLate();
    }

    private boolean isUsedBy(int i, boolean byArithmetic) {
        for (int user : users.get(i)) {
            if (arithmetic[user] == byArithmetic) {
                return true;
            }
        }
        return false;
    }

    /** Gives each node the first pass in which it can be computed. */
    private void computeEarly() {
        for (int i = 0; i < passOf.length; i++) {
            passOf[i] = arithmetic[i] ? 0 : 1;
            for (int input : inputs.get(i)) {
                passOf[i] = Math.max(passOf[i], passOf[input] + (arithmetic[input] == arithmetic[i] ? 0 : 1));
            }
        }
    }

    /** Moves each node to the last pass in which it can be computed, so that little is handed on. */
    private void computeLate() {
        int last = 0;
        for (int pass : passOf) {
            last = Math.max(last, pass);
        }
        for (int i = passOf.length - 1; i >= 0; i--) {
            int latest = (last & 1) == (arithmetic[i] ? 0 : 1) ? last : last - 1;
            for (int user : users.get(i)) {
                latest = Math.min(latest, arithmetic[user] == arithmetic[i] ? passOf[user] : passOf[user] - 1);
            }
            passOf[i] = latest;
        }
    }

    /** Divides arithmetic passes that are too large for HotSpot to make vector instructions of. */
    private void splitArithmetic() {
        int number = 0;
        for (List<Integer> ofPass : members()) {
            for (int from = 0; from < ofPass.size(); number++) {
                int to = arithmetic[ofPass.get(0)] ? largest(ofPass, from) : ofPass.size();
                for (int i : ofPass.subList(from, to)) {
                    passOf[i] = number;
                }
                from = to;
            }
        }
    }

    /** Returns where the largest part of a pass ends that begins at one of its nodes. */
    private int largest(List<Integer> ofPass, int from) {
        int end = from + 1;
        int size = 0;
        for (int to = end; to <= ofPass.size() && size < 2 * LARGEST; to++) {
            size = size(ofPass.subList(from, to));
            if (size <= LARGEST) {
                end = to;
            }
        }
        return end;
    }

    private int size(List<Integer> part) {
        Set<Integer> inside = new HashSet<>(part);
        Set<Node> arrays = new HashSet<>();
        int instructions = 0;
        for (int i : part) {
            Node node = nodes.get(i);
            instructions += FunctionStep.instructions(node.op());
            for (Node input : node.inputs()) {
                Access access = schedule.access(input);
                Integer place = places.get(access.base());
                if (place == null ? !access.isScalar() : !inside.contains(place)) {
                    arrays.add(place == null ? input : access.base());
                }
            }
            if (schedule.isBuffered(node) || !inside.containsAll(users.get(i))) {
                arrays.add(node);
            }
        }
        return instructions + AN_ARRAY * arrays.size();
    }

    /** Returns the places of each pass's nodes, for passes in their order. */
    private List<List<Integer>> members() {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < passOf.length; i++) {
            List<Integer> ofPass = members.get(passOf[i]);
            if (ofPass == null) {
                ofPass = new ArrayList<>();
                members.put(passOf[i], ofPass);
            }
            ofPass.add(i);
        }
        return new ArrayList<>(members.values());
    }

    private List<LoopPass> all() {
        List<LoopPass> passes = new ArrayList<>();
        Set<Node> copied = new HashSet<>();
        for (List<Integer> ofPass : members()) {
            passes.add(pass(ofPass, copied));
        }
        return passes;
    }

    private LoopPass pass(List<Integer> members, Set<Node> copiedBefore) {
        int number = passOf[members.get(0)];
        boolean isArithmetic = arithmetic[members.get(0)];
        List<Node> computed = new ArrayList<>();
        Set<Node> takenOver = new LinkedHashSet<>();
        List<Node> handedOn = new ArrayList<>();
        Set<Node> copiesRead = new LinkedHashSet<>();
        for (int i : members) {
            Node node = nodes.get(i);
            computed.add(node);
            for (Node input : node.inputs()) {
                Access access = schedule.access(input);
                Integer place = places.get(access.base());
                if (place != null && passOf[place] != number) {
                    takenOver.add(access.base());
                } else if (place == null && isArithmetic && !access.isScalar()) {
                    copiesRead.add(input);
                }
            }
            boolean isWanted = isArithmetic && schedule.isBuffered(node);
            for (int user : users.get(i)) {
                isWanted |= passOf[user] != number;
            }
            if (isWanted) {
                handedOn.add(node);
            }
        }
        List<Node> copied = new ArrayList<>(copiesRead);
        copied.removeAll(copiedBefore);
        copiedBefore.addAll(copied);
        return new LoopPass(isArithmetic, computed, List.copyOf(takenOver), handedOn, copied, List.copyOf(copiesRead));
    }
}
