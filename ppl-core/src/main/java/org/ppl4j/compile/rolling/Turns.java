package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.List;

/**
 * Terms of one form that take turns: intercepts and slopes that were sampled group by group, each with a mean and a scale of its
 * own. Apart, those of one kind have one mean and one scale, which need not be gathered.
 */
final class Turns {

    private static final int MOST = 8;

    private Turns() {}

    /**
     * Returns what takes turns, each by itself; the terms alone if nothing does.
     *
     * @param followed which tensors that elements are picked from are looked into
     */
    static List<Repetition> of(Repetition terms, Followed followed) {
        int turns = count(terms.columns(), terms.count());
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

    /** Returns how many there are, if elements that are sampled one after the other meet elements that come again in turns. */
    private static int count(List<PlaceColumn> columns, int rows) {
        List<PlaceColumn> others = new ArrayList<>(columns);
        others.removeIf(column -> column.isSpaced(rows));
        int most = others.size() == columns.size() ? 1 : Math.min(MOST, rows / RollingSum.FEWEST);
        for (int turns = 1; turns <= most; turns++) {
            if (rows % turns == 0 && comeAgain(others, turns, rows)) {
                return turns;
            }
        }
        return 1;
    }

    private static boolean comeAgain(List<PlaceColumn> columns, int turns, int rows) {
        for (PlaceColumn column : columns) {
            if (!column.comesAgain(turns, rows)) {
                return false;
            }
        }
        return true;
    }
}
