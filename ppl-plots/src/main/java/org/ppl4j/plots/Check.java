package org.ppl4j.plots;

/** Refuses what cannot be drawn, naming it. */
final class Check {

    private Check() {}

    static void name(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    what + " needs a label that is not blank, got \"" + name + "\". The legend shows it.");
        }
    }

    static void notEmpty(String what, int size) {
        if (size == 0) {
            throw new IllegalArgumentException(what + ": there is nothing to draw, got 0 values. Give at least one.");
        }
    }

    static void finite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(what + "[" + i + "] must be finite, got " + values[i]
                        + ". Remove or replace such values before drawing.");
            }
        }
    }

    static void interval(String what, double low, double high) {
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(what + " must run from a lower to a higher finite value, got " + low
                    + " to " + high + ". Swap or correct the limits.");
        }
    }

    static void columns(int columns) {
        if (columns < 1 || columns > 6) {
            throw new IllegalArgumentException("A row holds 1 to 6 panels, got " + columns + ". 2 suit most pictures.");
        }
    }
}
