package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.ppl4j.graph.Node;

/** Groups of terms that are alike but for lengths, of vectors ({@link RaggedVectors}) or of sums ({@link RaggedSums}). */
final class RaggedTerms {

    private RaggedTerms() {}

    /**
     * Adds up what is alike once lengths are made alike.
     *
     * @param groups a term of each form
     * @param sums receives what was added up
     * @param notes receives a line for each loop
     * @return the other groups
     */
    static List<RollingSum.Term> addUp(List<RollingSum.Term> groups, List<Node> sums, List<String> notes) {
        List<RaggedSums.Alike> alike = new ArrayList<>();
        for (RollingSum.Term group : groups) {
            if (!group.isStep()) {
                alike.add(alike(group));
            }
        }
        if (alike.size() < RaggedSums.FEWEST_LENGTHS || RaggedSums.count(alike) < RollingSum.FEWEST) {
            return groups;
        }
        Set<RaggedSums.Alike> done = Collections.newSetFromMap(new IdentityHashMap<>());
        addUp(RaggedVectors.of(alike), sums, done, notes);
        List<RaggedSums.Alike> left = new ArrayList<>(alike);
        left.removeIf(done::contains);
        addUp(RaggedSums.of(left), sums, done, notes);
        List<RollingSum.Term> others = new ArrayList<>();
        Iterator<RaggedSums.Alike> next = alike.iterator();
        for (RollingSum.Term group : groups) {
            if (group.isStep() || !done.contains(next.next())) {
                others.add(group);
            }
        }
        return others;
    }

    private static void addUp(
            List<RaggedSums.Aligned> all, List<Node> sums, Set<RaggedSums.Alike> done, List<String> notes) {
        for (RaggedSums.Aligned aligned : all) {
            RollingSum sum = RollingSum.ofTraced();
            aligned.terms().forEach(sum::add);
            if (sum.hasRolled()) {
                notes.addAll(aligned.notes());
                sums.addAll(sum.sums(notes));
                done.addAll(aligned.groups());
            }
        }
    }

    private static RaggedSums.Alike alike(RollingSum.Term group) {
        Repetition terms = group.rolled();
        return terms == null
                ? new RaggedSums.Alike(group.node(), 1, () -> List.of(group.node()))
                : new RaggedSums.Alike(group.node(), terms.count(), terms::separate);
    }
}
