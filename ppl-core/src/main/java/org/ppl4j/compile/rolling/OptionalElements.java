package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The elements of a vector that some forms of a term add and others do not, as those of {@code if (isTreated) mean = mean.plus(effect)}. */
final class OptionalElements {

    private OptionalElements() {}

    /**
     * Returns the elements that all sums of some groups add, and none of the others; none if sums differ in more than that, if each group
     * adds something else, or if groups are too small to be loops.
     *
     * @param indices for each sum the elements that it adds
     * @param groupOf for each sum the group of those that are computed alike
     */
    static Set<Integer> of(List<List<Integer>> indices, int[] groupOf) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
        for (int i = 0; i < groupOf.length; i++) {
            sizes.merge(groupOf[i], 1, Integer::sum);
            for (int index : indices.get(i)) {
                counts.computeIfAbsent(index, absent -> new TreeMap<>()).merge(groupOf[i], 1, Integer::sum);
            }
        }
        if (groupOf.length < RollingSum.FEWEST * sizes.size()) {
            return Set.of();
        }
        counts.values()
                .removeIf(ofGroups ->
                        ofGroups.size() == sizes.size() || !sizes.entrySet().containsAll(ofGroups.entrySet()));
        Set<Long> others = indices.stream()
                .map(ofSum -> ofSum.stream()
                        .filter(index -> !counts.containsKey(index))
                        .count())
                .collect(Collectors.toCollection(HashSet::new));
        return others.size() == 1 && areNested(counts.values()) ? counts.keySet() : Set.of();
    }

    /** Whether, of two elements, groups that add one always add the other. */
    private static boolean areNested(Iterable<Map<Integer, Integer>> counts) {
        List<Set<Integer>> groups = new ArrayList<>();
        counts.forEach(ofGroups -> groups.add(ofGroups.keySet()));
        groups.sort(Comparator.comparingInt(Set::size));
        for (int k = 1; k < groups.size(); k++) {
            if (!groups.get(k).containsAll(groups.get(k - 1))) {
                return false;
            }
        }
        return true;
    }
}
