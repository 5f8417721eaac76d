package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Terms of one form that are of a few kinds with parameters of their own, however they are mixed: several regressions, none of whose
 * parameters is another one's, or effects of schools and of the classes in them, each with a scale.
 */
final class ParameterKinds {

    /** The loops of more kinds take longer than to gather from few elements. */
    private static final int MOST = 4;

    /** Of a kind with fewer sampled values they are as well gathered with the others. */
    private static final int FEWEST_SAMPLED = 3;

    /** A mean and a scale alone may be a group's. */
    private static final int FEWEST_OF_REGRESSION = 3;

    private final Repetition terms;
    private final List<PlaceColumn> telling = new ArrayList<>();
    private final List<PlaceColumn> next;

    private ParameterKinds(Repetition terms, List<PlaceColumn> differing) {
        this.terms = terms;
        next = new ArrayList<>(differing);
        next.removeIf(column -> {
            boolean isTelling = column.isPicked() && column.width() == 1 && picksFew(column);
            return isTelling && telling.add(column);
        });
    }

    /**
     * Returns the rows of each kind; none if there are no kinds, or functions are computed of what rows of one kind differ in, which
     * takes its time in short loops.
     *
     * @param differing the columns whose rows are not all equal
     */
    static List<IntStream> of(Repetition terms, List<PlaceColumn> differing) {
        ParameterKinds kinds = new ParameterKinds(terms, differing);
        Integer fewest = kinds.telling.isEmpty() || terms.hasFunctionsOf(kinds.next) ? null : kinds.fewest();
        return fewest == null ? List.of() : kinds.rows(fewest);
    }

    private boolean picksFew(PlaceColumn column) {
        BitSet met = new BitSet();
        for (int row = 0; row < terms.count() && met.cardinality() <= MOST; row++) {
            met.set(column.picked(row));
        }
        return met.cardinality() <= MOST;
    }

    /** Returns how many rows of a kind there are at least; null if the kinds are no more than groups of one. */
    private @Nullable Integer fewest() {
        // a scale, of which a function is computed; what is only added may be a group's, as any other is that is
        // gathered
        if (terms.hasFunctionsOf(telling) && next.stream().anyMatch(this::isSampled)) {
            return FEWEST_SAMPLED;
        }
        boolean shareNone = telling.size() >= FEWEST_OF_REGRESSION
                && terms.columns().stream().allMatch(column -> !column.isPicked() || telling.contains(column));
        return shareNone ? RollingSum.FEWEST : null;
    }

    /** Whether each row has an element that no other one has. */
    private boolean isSampled(PlaceColumn column) {
        return column.isPicked() && !Turns.isPickedAgain(column, terms.count());
    }

    private List<IntStream> rows(int fewest) {
        Map<List<Integer>, List<Integer>> kinds = new LinkedHashMap<>();
        for (int row = 0; row < terms.count(); row++) {
            int of = row;
            List<Integer> kind =
                    telling.stream().map(column -> column.picked(of)).toList();
            kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(row);
        }
        boolean areKinds = kinds.size() <= MOST && kinds.values().stream().allMatch(rows -> rows.size() >= fewest);
        return areKinds
                ? kinds.values().stream()
                        .map(rows -> rows.stream().mapToInt(Integer::intValue))
                        .toList()
                : List.of();
    }
}
