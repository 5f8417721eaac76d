package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ppl4j.graph.Node;

/**
 * Groups of terms that are alike but for lengths, of vectors ({@link RaggedVectors}) or of sums ({@link RaggedSums}), but for what they
 * add that is linear ({@link SharedAddends}), or but for what they look up ({@link LookedUpTerms}).
 */
final class RaggedTerms {

    /** Of fewer forms none can be made alike. */
    private static final int FEWEST = 2;

    /** So many terms, in the mean, look up one element; of a loop's step there are fewer. */
    private static final int LOOKED_UP = 3;

    private RaggedTerms() {}

    /**
     * Adds up what is alike once it is made alike.
     *
     * @param groups a term of each form
     * @param sums receives what was added up
     * @param notes receives a line for each loop
     * @return the other groups
     */
    static List<RollingSum.Term> addUp(List<RollingSum.Term> groups, List<Node> sums, List<String> notes) {
        Map<RollingSum.Term, RaggedSums.Alike> alike = new IdentityHashMap<>();
        List<RaggedSums.Alike> left = new ArrayList<>();
        for (RollingSum.Term group : groups) {
            if (!group.isStep()) {
                RaggedSums.Alike ofGroup = alike(group);
                alike.put(group, ofGroup);
                left.add(ofGroup);
            }
        }
        List<RaggedSums.Alike> lookups = lookups(groups, alike);
        if (left.size() + lookups.size() < FEWEST
                || RaggedSums.count(left) + RaggedSums.count(lookups) < RollingSum.FEWEST) {
            return groups;
        }
        Set<RaggedSums.Alike> done = Collections.newSetFromMap(new IdentityHashMap<>());
        addUp(RaggedVectors.of(left), sums, done, notes);
        left.removeIf(done::contains);
        addUp(RaggedSums.of(left), sums, done, notes);
        left.removeIf(done::contains);
        addUp(RaggedProducts.of(left), sums, done, notes);
        left.removeIf(done::contains);
        addUp(SharedAddends.of(left), sums, done, notes);
        left.removeIf(done::contains);
        left.addAll(lookups);
        addUp(LookedUpTerms.of(left), sums, done, notes);
        List<RollingSum.Term> others = new ArrayList<>();
        for (RollingSum.Term group : groups) {
            RaggedSums.Alike ofGroup = alike.get(group);
            if (ofGroup == null || !done.contains(ofGroup)) {
                others.add(group);
            }
        }
        return others;
    }

    /**
     * Returns what was taken for steps of a loop, as each computes what those before it did, if it is rather looked up: by several terms
     * each.
     *
     * @param alike receives what each term is part of
     */
    private static List<RaggedSums.Alike> lookups(
            List<RollingSum.Term> groups, Map<RollingSum.Term, RaggedSums.Alike> alike) {
        Map<RollingForm, List<RollingSum.Term>> steps = new LinkedHashMap<>();
        int count = 0;
        for (RollingSum.Term group : groups) {
            if (group.isStep() && group.form() != null) {
                steps.computeIfAbsent(group.form(), form -> new ArrayList<>()).add(group);
                count++;
            }
        }
        List<RaggedSums.Alike> lookups = new ArrayList<>();
        if (count >= LOOKED_UP * steps.size()) {
            for (List<RollingSum.Term> ofForm : steps.values()) {
                List<Node> terms = ofForm.stream().map(RollingSum.Term::node).toList();
                RaggedSums.Alike lookup = new RaggedSums.Alike(
                        terms.get(0), terms.size(), () -> terms.get(terms.size() - 1), () -> terms);
                ofForm.forEach(term -> alike.put(term, lookup));
                lookups.add(lookup);
            }
        }
        return lookups;
    }

    private static void addUp(
            List<RaggedSums.Aligned> all, List<Node> sums, Set<RaggedSums.Alike> done, List<String> notes) {
        RollingSum sum = RollingSum.ofTraced();
        RollingSum withLoops = RollingSum.ofRolled(new FormKeys(true, Followed.ALL));
        List<String> ofAll = new ArrayList<>();
        List<Node> terms = new ArrayList<>();
        for (RaggedSums.Aligned aligned : all) {
            terms.addAll(aligned.terms());
            ofAll.addAll(aligned.notes());
        }
        terms.forEach(sum::add);
        if (!sum.hasRolled()) {
            terms.forEach(withLoops::add);
        }
        if (sum.hasRolled() || withLoops.hasRolled()) {
            notes.addAll(ofAll);
            // what has loops of its own is left to Rerolling, which puts these together first
            sums.addAll(sum.hasRolled() ? sum.sums(notes) : terms);
            all.forEach(aligned -> done.addAll(aligned.groups()));
        }
    }

    private static RaggedSums.Alike alike(RollingSum.Term group) {
        Repetition rolled = group.rolled();
        if (rolled != null) {
            int last = rolled.count() - 1;
            return new RaggedSums.Alike(group.node(), rolled.count(), () -> rolled.separate(last), rolled::separate);
        }
        Repetition few = group.form() == null ? null : group.form().terms();
        Supplier<Node> other = few == null ? group::node : () -> few.separate(few.count() - 1);
        return new RaggedSums.Alike(group.node(), 1, other, () -> List.of(group.node()));
    }
}
