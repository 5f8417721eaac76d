package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;

/**
 * A sum whose terms are put together, form by form, as they come: what a user's loop unrolled becomes one vector operation
 * without ever being held as a graph.
 */
public final class RollingSum {

    /** Fewer terms of a form are left as they are. */
    public static final int FEWEST = 8;

    /** Where a long sum is added one by one in vectors of so few rows, which may be taken apart, the code is long: it is a product rather. */
    private static final int FEW_ROWS = 32;

    /** So many steps, each computed from the one before, are a loop. */
    private static final int FEWEST_STEPS = 4;

    /** As many forms are told apart that compute the same but for what is used twice. */
    private static final int MOST_VARIANTS = 4;

    private final boolean rolls;
    private final Followed followed;
    private final @Nullable FormKeys keys;
    private final List<Term> terms = new ArrayList<>();
    private final Map<Long, RollingForm> forms = new HashMap<>();
    private final CarriedTerms carried = new CarriedTerms();
    private final AccumulatedTerms accumulated = new AccumulatedTerms();

    /** How deep the terms' nodes are, as far as they are too deep to be put together. */
    private final NodeMap<Integer> depths = new NodeMap<>();

    /** The last forms that came for the first time, each with a term that may be a step of a loop. */
    private final List<RollingForm> steps = new ArrayList<>();

    /** How many steps led to the last term. */
    private int carriedBefore;

    private @Nullable RollingForm last;

    /** A term that is kept, and what it may be joined with. */
    record Term(Node node, @Nullable RollingForm form) {

        /** Returns what it was put together with, or null if that are too few. */
        @Nullable
        Repetition rolled() {
            return form == null ? null : form.rolled();
        }

        /** Whether it is a step of a loop, which is not put together. */
        boolean isStep() {
            return form != null && form.isStep;
        }
    }

    private RollingSum(boolean rolls, Followed followed, @Nullable FormKeys keys) {
        this.rolls = rolls;
        this.followed = followed;
        this.keys = keys;
    }

    /** Returns an empty sum that keeps every term as it is. */
    public static RollingSum ofSeparate() {
        return new RollingSum(false, Followed.NONE, null);
    }

    /** Returns an empty sum for terms as they were traced; those that have loops of their own in them are kept as they are. */
    public static RollingSum ofTraced() {
        return new RollingSum(true, Followed.WITHOUT_LOOPS, null);
    }

    /**
     * Returns an empty sum for terms of one graph whose own loops were rolled.
     *
     * @param keys the graph's
     */
    static RollingSum ofRolled(FormKeys keys) {
        return new RollingSum(true, Followed.ALL, keys);
    }

    /** Returns what a term is the total of, each to be added; the term alone if it is none. */
    public List<Node> terms(Node term) {
        return rolls && keys == null ? accumulated.of(term) : List.of(term);
    }

    /**
     * Adds a term.
     *
     * @param term a scalar
     * @return whether the node is kept; else what it computes was noted elsewhere
     */
    public boolean add(Node term) {
        RollingForm form = rolls ? join(term) : null;
        if (form != null && !form.isStep) {
            if (last != null) {
                last.next = form;
            }
            if (form.count() > FEWEST) {
                last = form;
                return false;
            }
        }
        Term kept = new Term(term, form);
        terms.add(kept);
        last = kept.isStep() ? null : form;
        return true;
    }

    /** Returns the form that a term was added to, or of which it is another step; null if it is kept for itself. */
    private @Nullable RollingForm join(Node term) {
        RollingForm expected = last == null ? null : last.next;
        if (expected != null && expected.add(term, followed)) {
            return expected;
        }
        long key = (keys == null ? new FormKeys(false, followed, depths) : keys).of(term);
        RollingForm known = forms.get(key);
        if (known == null) {
            RollingForm form = new RollingForm(term);
            noteSteps(term, form);
            if (key == FormKeys.NONE) {
                return form.isStep ? form : null;
            }
            forms.put(key, form);
            return form;
        }
        if (known.isStep) {
            noteSteps(term, null);
            return known;
        }
        steps.clear();
        for (int i = 1; ; i++) {
            if (known != expected && known.add(term, followed)) {
                return known;
            }
            RollingForm variant = known.variant;
            if (variant == null) {
                if (i == MOST_VARIANTS) {
                    return null;
                }
                known.variant = new RollingForm(term);
                return known.variant;
            }
            known = variant;
        }
    }

    /**
     * Leaves the terms of a loop that carries values on, as it was traced, to {@code CarriedLoops}: each computes all that
     * those before did.
     */
    private void noteSteps(Node term, @Nullable RollingForm form) {
        if (keys != null) {
            return;
        }
        int count = carried.add(term);
        // what is carried on for long did not begin with the term before
        if (count == 0 || (carriedBefore == 0 && count > 1)) {
            steps.clear();
        }
        carriedBefore = count;
        if (form != null) {
            steps.add(form);
        }
        if (count >= FEWEST_STEPS) {
            steps.forEach(step -> step.isStep = true);
            steps.clear();
        }
    }

    /** Whether terms were put together. */
    boolean hasRolled() {
        for (Term term : terms) {
            if (term.rolled() != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the sum, added pairwise, so that it stays shallow.
     *
     * @param notes receives a line for each loop
     */
    public Node total(List<String> notes) {
        return total(null, notes);
    }

    /**
     * Returns the sum.
     *
     * @param origin where it was written
     * @param notes receives a line for each loop
     */
    Node total(@Nullable Origin origin, List<String> notes) {
        List<Node> level = sums(notes);
        while (level.size() > 1) {
            List<Node> next = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                Node sum = Nodes.add(level.get(i), level.get(i + 1));
                sum.noteOrigin(origin);
                next.add(sum);
            }
            if (level.size() % 2 == 1) {
                next.add(level.get(level.size() - 1));
            }
            level = next;
        }
        return level.isEmpty() ? Nodes.constant(0) : level.get(0);
    }

    /** Returns what the sum adds up once terms that are alike are put together. */
    List<Node> sums(List<String> notes) {
        List<Node> sums = new ArrayList<>();
        for (Term group : keys == null && rolls ? RaggedTerms.addUp(groups(), sums, notes) : groups()) {
            Repetition alike = group.rolled();
            if (alike == null) {
                sums.add(group.node);
                continue;
            }
            if (keys == null && alike.count() <= FEW_ROWS && alike.hasLongSums()) {
                sums.addAll(alike.separate());
                continue;
            }
            for (Repetition kind : Turns.of(alike, followed)) {
                addUp(kind, group.node.origin(), sums, notes);
            }
        }
        return sums;
    }

    private void addUp(Repetition alike, @Nullable Origin origin, List<Node> sums, List<String> notes) {
        List<Node> rolled = alike.sums();
        if (rolled == null) {
            sums.addAll(separate(alike, notes));
        } else {
            sums.addAll(rolled);
            int apart = rolled.size() - 1;
            notes.add(Rerolling.note(alike.count() - apart, "terms", origin));
        }
    }

    /** Returns a term for each form that was rolled, and each that was not. */
    private List<Term> groups() {
        Set<RollingForm> met = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Term> groups = new ArrayList<>();
        for (Term term : terms) {
            if (term.form == null || term.rolled() == null || met.add(term.form)) {
                groups.add(term);
            }
        }
        return groups;
    }

    /** Returns terms that cannot all be put together: those that pick from one tensor still may be. */
    private List<Node> separate(Repetition alike, List<String> notes) {
        if (followed == Followed.NONE) {
            return alike.separate();
        }
        List<Node> terms = alike.separate();
        List<Node> elements = keys == null ? RaggedVectors.elements(terms, terms.size()) : null;
        RollingSum sum =
                elements == null ? new RollingSum(true, Followed.NONE, new FormKeys(true, Followed.NONE)) : ofTraced();
        (elements == null ? terms : elements).forEach(sum::add);
        return sum.sums(notes);
    }
}
