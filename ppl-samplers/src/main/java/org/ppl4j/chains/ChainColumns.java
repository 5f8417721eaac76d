package org.ppl4j.chains;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The draws of one chain, a column a number; the arrays may be longer than the chain and are never written to. */
final class ChainColumns {

    private final double[][] columns;
    private final int draws;

    ChainColumns(double[][] columns, int draws) {
        this.columns = columns;
        this.draws = draws;
    }

    int draws() {
        return draws;
    }

    double at(int column, int draw) {
        return columns[column][draw];
    }

    /** Returns a copy of the first draws of a column. */
    double[] copy(int column, int length) {
        return Arrays.copyOf(columns[column], length);
    }

    ChainColumns select(int[] selected) {
        double[][] chosen = new double[selected.length][];
        for (int column = 0; column < selected.length; column++) {
            chosen[column] = columns[selected[column]];
        }
        return new ChainColumns(chosen, draws);
    }

    /** Returns a copy with {@code length} draws, the new draw i being the old draw {@code source(i)}. */
    ChainColumns pick(int length, IntUnaryOperator source) {
        double[][] picked = new double[columns.length][length];
        for (int column = 0; column < columns.length; column++) {
            for (int draw = 0; draw < length; draw++) {
                picked[column][draw] = columns[column][source.applyAsInt(draw)];
            }
        }
        return new ChainColumns(picked, length);
    }
}
