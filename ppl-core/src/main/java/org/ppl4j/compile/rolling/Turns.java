package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Terms of one form that take turns: intercepts and slopes that were sampled group by group, or answers to items, each with a mean and
 * a scale of its own. Apart, those of one kind have one mean and one scale, which need not be gathered.
 */
final class Turns {

    private static final int MOST = 8;

    /** Of elements that several kinds share, a gather from few takes no longer than the loops of many kinds. */
    private static final int MANY = 100;

    private Turns() {}

    /**
     * Returns what takes turns, each by itself; the terms alone if nothing does.
     *
     * @param followed which tensors that elements are picked from are looked into
     */
    static List<Repetition> of(Repetition terms, Followed followed) {
        int turns = count(terms);
        if (turns == 1) {
            return List.of(terms);
        }
        List<Repetition> kinds = new ArrayList<>();
        for (int kind = 0; kind < turns; kind++) {
            Repetition ofKind = Repetition.of(terms.separate(kind), followed);
            if (ofKind == null) {
                return List.of(terms);
            }
            for (int row = kind + turns; row < terms.count(); row += turns) {
                if (!ofKind.add(terms.separate(row))) {
                    return List.of(terms);
                }
            }
            kinds.add(ofKind);
        }
        return kinds;
    }

    /**
     * Returns how many there are: after so many rows come the same elements of some tensors, and the next ones of others. No functions
     * are computed of these, nor of data: they take their time in short loops.
     */
    private static int count(Repetition terms) {
        List<PlaceColumn> differing = terms.columns();
        differing.removeIf(PlaceColumn::isSame);
        for (int turns = 1; turns <= Math.min(MOST, terms.count() / RollingSum.FEWEST); turns++) {
            List<PlaceColumn> next = terms.count() % turns == 0 ? next(differing, turns, terms.count()) : null;
            if (next != null) {
                boolean hasBoth =
                        next.size() < differing.size() && next.stream().anyMatch(PlaceColumn::isPicked);
                return hasBoth && !terms.hasFunctionsOf(next) && areEnough(next, turns, terms.count()) ? turns : 1;
            }
        }
        return 1;
    }

    /** Whether rows of each kind are enough: many, where it is not that each row has an element of its own. */
    private static boolean areEnough(List<PlaceColumn> next, int turns, int rows) {
        boolean hasOwn = next.stream().anyMatch(column -> column.isPicked() && advance(column, 1, rows) != null);
        return hasOwn || rows >= MANY * turns;
    }

    /** Returns the columns that differ from turn to turn; null if some of them do not pick at equal distances. */
    private static @Nullable List<PlaceColumn> next(List<PlaceColumn> columns, int turns, int rows) {
        List<PlaceColumn> next = new ArrayList<>();
        for (PlaceColumn column : columns) {
            Integer advance = column.isPicked() ? advance(column, turns, rows) : Integer.valueOf(1);
            if (advance == null) {
                return null;
            }
            if (advance != 0) {
                next.add(column);
            }
        }
        return next;
    }

    /** Returns how far from what a row picks the row picks that comes some rows later: 0 if both pick the same; null if that differs. */
    private static @Nullable Integer advance(PlaceColumn column, int turns, int rows) {
        int ahead = turns * column.width();
        int advance = column.picked(ahead) - column.picked(0);
        for (int k = 1; k + ahead < rows * column.width(); k++) {
            if (column.picked(k + ahead) - column.picked(k) != advance) {
                return null;
            }
        }
        return advance;
    }
}
