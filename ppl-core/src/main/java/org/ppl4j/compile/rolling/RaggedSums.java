package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;

/**
 * Terms that differ in how many multiples of a vector's elements they add up, as those of {@code if (t > changes[j]) trend =
 * trend.plus(slopes.at(j).times(t - changes[j]))} in a loop in a loop do. They are made alike: what not all of them add becomes the
 * product of a row of data and the vector, with noughts for what a term does not add. So are terms that differ in how many they add of
 * what is computed alike, such as all members of a group: {@link RaggedTotals}.
 */
final class RaggedSums {

    /** Terms of fewer lengths are as few loops. */
    static final int FEWEST_LENGTHS = 3;

    private static final int FEWEST_FORMS = 2;

    private static final int FEWEST_TERMS = 2 * RollingSum.FEWEST;

    /** Of more terms in the mean, each form's loop is long, and to write the terms out takes longer than it saves. */
    private static final int MOST_IN_MEAN = 1_000;

    /** Where nodes are met again that often, and so many times as often as new ones, a loop carries them on. */
    private static final int MET_AGAIN = 200_000;

    private static final int AGAIN_FOR_EACH = 8;

    private RaggedSums() {}

    /**
     * Terms that are computed alike.
     *
     * @param first the first of them
     * @param count how many they are
     * @param other one that is computed alike: another one if there is any
     * @param terms all of them
     */
    record Alike(Node first, int count, Supplier<Node> other, Supplier<List<Node>> terms) {}

    /**
     * Groups of terms that were made alike.
     *
     * @param groups the groups
     * @param terms their terms as they are now
     * @param notes a line for each loop that was rolled
     */
    record Aligned(List<Alike> groups, List<Node> terms, List<String> notes) {}

    /** Returns what can be made alike of groups of terms. */
    static List<Aligned> of(List<Alike> groups) {
        List<Aligned> result = new ArrayList<>();
        List<Alike> left = addAligned(groups, false, result);
        addAligned(left, true, result);
        return result;
    }

    /**
     * Adds what can be made alike of groups of terms.
     *
     * @param isInnermost whether sums of sums, such as those of the members of a group's classes, are left as they are
     * @return the other groups
     */
    private static List<Alike> addAligned(List<Alike> groups, boolean isInnermost, List<Aligned> result) {
        Set<Alike> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<Alike> together : byFrame(groups, isInnermost)) {
            Aligned aligned = areShort(together) ? aligned(together, isInnermost) : null;
            if (aligned != null) {
                result.add(aligned);
                done.addAll(together);
            }
        }
        return groups.stream().filter(group -> !done.contains(group)).toList();
    }

    /** Whether groups are several, and none of them long loops already. */
    static boolean areShort(List<Alike> groups) {
        long terms = count(groups);
        return groups.size() >= FEWEST_FORMS && terms >= FEWEST_TERMS && terms <= (long) MOST_IN_MEAN * groups.size();
    }

    /** Returns how many terms some groups have. */
    static long count(List<Alike> groups) {
        long count = 0;
        for (Alike group : groups) {
            count += group.count;
        }
        return count;
    }

    /** Returns the terms of some groups. */
    static List<Node> terms(List<Alike> groups) {
        List<Node> terms = new ArrayList<>();
        for (Alike group : groups) {
            terms.addAll(group.terms.get());
        }
        return terms;
    }

    /** Returns for each term of some groups the first one of its group. */
    static int[] groupOf(List<Alike> groups) {
        int[] groupOf = new int[(int) count(groups)];
        int first = 0;
        for (Alike group : groups) {
            Arrays.fill(groupOf, first, first + group.count, first);
            first += group.count;
        }
        return groupOf;
    }

    private static Iterable<List<Alike>> byFrame(List<Alike> groups, boolean isInnermost) {
        Map<Long, List<Alike>> byFrame = new LinkedHashMap<>();
        List<Node> firsts = new ArrayList<>();
        for (Alike group : groups) {
            firsts.add(group.first);
        }
        List<SumFrame> frames = frames(firsts, isInnermost);
        for (int i = 0; i < frames.size(); i++) {
            SumFrame frame = frames.get(i);
            if (!frame.sums().isEmpty()) {
                byFrame.computeIfAbsent(frame.number(), number -> new ArrayList<>())
                        .add(groups.get(i));
            }
        }
        return byFrame.values();
    }

    /** Returns the frames of terms; none if nodes are met again and again. */
    private static List<SumFrame> frames(List<Node> terms, boolean isInnermost) {
        List<SumFrame> frames = new ArrayList<>();
        FormKeys keys = new FormKeys(false, Followed.WITHOUT_LOOPS);
        NodeMap<Integer> met = new NodeMap<>();
        long again = 0;
        long once = 0;
        for (Node term : terms) {
            SumFrame frame = SumFrame.of(term, keys);
            if (again > MET_AGAIN && again > AGAIN_FOR_EACH * once) {
                return List.of();
            }
            for (Node node : frame.nodes()) {
                int before = met.getOrDefault(node, 0);
                met.put(node, before + 1);
                once += before == 0 ? 1 : 0;
                again += before == 0 ? 0 : 1;
            }
            frames.add(frame);
        }
        Set<Long> repeated = new HashSet<>();
        for (SumFrame frame : frames) {
            frame.findRepeated(node -> met.getOrDefault(node, 0) > 1, isInnermost, repeated);
        }
        for (SumFrame frame : frames) {
            frame.look(repeated);
        }
        return frames;
    }

    /** Returns terms made alike, or null if their sums are not of different lengths, or would be of noughts for the most part. */
    private static @Nullable Aligned aligned(List<Alike> groups, boolean isInnermost) {
        List<SumFrame> all = frames(terms(groups), isInnermost);
        List<SumFrame> frames = mostAlike(all);
        int[] groupOfAll = groupOf(groups);
        int[] groupOf = IntStream.range(0, all.size())
                .filter(i -> all.get(i).kind() == frames.get(0).kind())
                .map(i -> groupOfAll[i])
                .toArray();
        int sums = frames.isEmpty() ? 0 : frames.get(0).sums().size();
        List<String> notes = new ArrayList<>();
        List<Map<Node, RaggedRow>> rows = new ArrayList<>();
        List<List<Addends>> columns = IntStream.range(0, sums)
                .mapToObj(place ->
                        frames.stream().map(frame -> frame.sums().get(place)).toList())
                .toList();
        for (int place = 0; place < sums; place++) {
            rows.add(RaggedRow.of(frames, place, groupOf));
        }
        List<RaggedTotals.Totals> totals = RaggedTotals.of(columns, frames.size(), notes);
        if (rows.stream().allMatch(Map::isEmpty)
                && totals.stream().allMatch(ofPlace -> ofPlace.forms().isEmpty())) {
            return null;
        }
        List<Node> terms = new ArrayList<>();
        for (SumFrame frame : frames) {
            terms.add(frame.aligned(terms.size(), rows, totals));
        }
        for (SumFrame frame : all) {
            if (frame.kind() != frames.get(0).kind()) {
                terms.add(frame.term());
            }
        }
        return new Aligned(groups, terms, notes);
    }

    /** Returns the most frames that have one number, and as many sums: among fewer terms other sums are shared than were before. */
    private static List<SumFrame> mostAlike(List<SumFrame> frames) {
        Map<Long, List<SumFrame>> byKind = new LinkedHashMap<>();
        List<SumFrame> most = new ArrayList<>();
        for (SumFrame frame : frames) {
            List<SumFrame> alike = byKind.computeIfAbsent(frame.kind(), kind -> new ArrayList<>());
            alike.add(frame);
            most = alike.size() > most.size() ? alike : most;
        }
        return most;
    }
}
