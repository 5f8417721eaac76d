package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Terms of one form that are of a few kinds: intercepts and slopes, each with a mean and a scale of its own, that take turns as they were
 * sampled group by group, or come one kind after the other, or are mixed; or answers to items. Apart, those of one kind have one mean and
 * one scale, which need not be gathered.
 */
final class Turns {

    private static final int MOST = 8;

    /** Of elements that several kinds share, a gather from few takes no longer than the loops of many kinds. */
    private static final int MANY = 100;

    private final Repetition terms;
    private final List<PlaceColumn> differing;

    private Turns(Repetition terms) {
        this.terms = terms;
        differing = terms.columns();
        differing.removeIf(PlaceColumn::isSame);
    }

    /**
     * Returns terms of each kind by themselves; all as they are if there are no kinds.
     *
     * @param followed which tensors that elements are picked from are looked into
     */
    static List<Repetition> of(Repetition terms, Followed followed) {
        Turns turns = new Turns(terms);
        List<IntStream> rows = turns.inTurns();
        List<Repetition> kinds = new ArrayList<>();
        rows = rows.isEmpty() ? turns.inRuns() : rows;
        rows = rows.isEmpty() ? ParameterKinds.of(terms, turns.differing) : rows;
        for (IntStream ofKind : rows) {
            Repetition kind = turns.kind(ofKind.toArray(), followed);
            if (kind == null) {
                return List.of(terms);
            }
            kinds.add(kind);
        }
        return kinds.isEmpty() ? List.of(terms) : kinds;
    }

    private @Nullable Repetition kind(int[] rows, Followed followed) {
        Repetition kind = Repetition.of(terms.separate(rows[0]), followed);
        for (int i = 1; kind != null && i < rows.length; i++) {
            if (!kind.add(terms.separate(rows[i]))) {
                return null;
            }
        }
        return kind;
    }

    /**
     * Returns the rows of each kind where after so many rows come the same elements of some tensors, and the next ones of others. No
     * functions are computed of these, nor of data: they take their time in short loops.
     */
    private List<IntStream> inTurns() {
        int count = terms.count();
        for (int turns = 1; turns <= Math.min(MOST, count / RollingSum.FEWEST); turns++) {
            List<PlaceColumn> next = count % turns == 0 ? next(turns) : null;
            if (next != null) {
                int distance = turns;
                boolean areKinds = turns > 1
                        && areOfKinds(next)
                        && (count >= MANY * turns || next.stream().anyMatch(column -> hasOwn(column, 0, count)));
                return areKinds
                        ? IntStream.range(0, turns)
                                .mapToObj(kind -> IntStream.iterate(kind, row -> row < count, row -> row + distance))
                                .toList()
                        : List.of();
            }
        }
        return List.of();
    }

    /** Returns the rows of each kind where rows of one kind follow each other, each with an element of its own. */
    private List<IntStream> inRuns() {
        BitSet starts = new BitSet();
        starts.set(0);
        List<PlaceColumn> next = new ArrayList<>();
        for (PlaceColumn column : differing) {
            BitSet changes = column.isPicked() ? changes(column) : null;
            if (changes != null && changes.cardinality() < MOST) {
                starts.or(changes);
            } else {
                next.add(column);
            }
        }
        if (starts.cardinality() == 1 || starts.cardinality() > MOST || !areOfKinds(next)) {
            return List.of();
        }
        List<PlaceColumn> own = new ArrayList<>(next);
        own.removeIf(column -> !column.isPicked() || isPickedAgain(column, terms.count()));
        List<IntStream> runs = new ArrayList<>();
        for (int start = 0; start >= 0; start = starts.nextSetBit(start + 1)) {
            int from = start;
            int end = starts.nextSetBit(from + 1) < 0 ? terms.count() : starts.nextSetBit(from + 1);
            if (end - from < RollingSum.FEWEST || own.stream().noneMatch(column -> hasOwn(column, from, end))) {
                return List.of();
            }
            runs.add(IntStream.range(from, end));
        }
        return runs;
    }

    /** Returns the rows that pick something else than the row before; no more than a few of them. */
    private BitSet changes(PlaceColumn column) {
        BitSet changes = new BitSet();
        int width = column.width();
        for (int k = width; k < terms.count() * width && changes.cardinality() < MOST; k++) {
            if (column.picked(k) != column.picked(k - width)) {
                changes.set(k / width);
            }
        }
        return changes;
    }

    /** Whether some of so many rows pick an element that another one picks. */
    static boolean isPickedAgain(PlaceColumn column, int count) {
        BitSet met = new BitSet();
        for (int k = 0; k < count * column.width(); k++) {
            if (met.get(column.picked(k))) {
                return true;
            }
            met.set(column.picked(k));
        }
        return false;
    }

    /** Whether rows of one kind differ in some columns, in others only those of different kinds, and no functions are computed of the former. */
    private boolean areOfKinds(List<PlaceColumn> next) {
        return next.size() < differing.size()
                && next.stream().anyMatch(PlaceColumn::isPicked)
                && !terms.hasFunctionsOf(next);
    }

    /** Returns the columns that differ from turn to turn; null if some of them do not pick at equal distances. */
    private @Nullable List<PlaceColumn> next(int turns) {
        List<PlaceColumn> next = new ArrayList<>();
        for (PlaceColumn column : differing) {
            Integer advance = column.isPicked() ? advance(column, turns, 0, terms.count()) : Integer.valueOf(1);
            if (advance == null) {
                return null;
            }
            if (advance != 0) {
                next.add(column);
            }
        }
        return next;
    }

    /** Whether each row has an element of its own, next to that of the row before. */
    private static boolean hasOwn(PlaceColumn column, int from, int end) {
        Integer advance = column.isPicked() ? advance(column, 1, from, end) : null;
        return advance != null && advance != 0;
    }

    /**
     * Returns how far from what a row picks the row picks that comes some rows later: 0 if both pick the same; null if that differs.
     *
     * @param from the first of the rows
     * @param end the row after the last of them
     */
    private static @Nullable Integer advance(PlaceColumn column, int turns, int from, int end) {
        int ahead = turns * column.width();
        int start = from * column.width();
        int advance = column.picked(start + ahead) - column.picked(start);
        for (int k = start + 1; k + ahead < end * column.width(); k++) {
            if (column.picked(k + ahead) - column.picked(k) != advance) {
                return null;
            }
        }
        return advance;
    }
}
