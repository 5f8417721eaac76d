package org.ppl4j.plots;

import java.util.List;

/**
 * The colours of all pictures.
 *
 * <p>Classes and chains take the colours of M. Okabe and K. Ito, "Color Universal Design" (2008), darkest first and
 * without yellow, which is too light for lines on white. Values run from blue through white to vermillion, lightened at
 * the ends so that points of the same hue stand out.
 */
final class Palette {

    static final List<String> CLASSES =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

    /** The colours of low, middle and high values and steps between, equally spaced. */
    static final List<String> DIVERGING = List.of("#4A90C2", "#A6CAE3", "#F7F7F7", "#F5BF99", "#E1803F");

    static final String INK = "#262626";
    static final String AXIS = "#4D4D4D";
    static final String GRID = "#E5E5E5";
    static final String CONTOUR = "#8A8A8A";

    private Palette() {}

    static String chain(int chain) {
        return CLASSES.get(chain % CLASSES.size());
    }

    /** Returns the colour of a value given as its fraction of the way from the lowest to the highest, as 0xRRGGBB. */
    static int diverging(double fraction) {
        double place = Math.min(1, Math.max(0, fraction)) * (DIVERGING.size() - 1);
        int below = Math.min(DIVERGING.size() - 2, (int) place);
        int low = rgb(DIVERGING.get(below));
        int high = rgb(DIVERGING.get(below + 1));
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = (low >> shift) & 0xFF;
            int to = (high >> shift) & 0xFF;
            mixed |= (int) Math.round(from + (place - below) * (to - from)) << shift;
        }
        return mixed;
    }

    static int rgb(String hexadecimal) {
        return Integer.parseInt(hexadecimal.substring(1), 16);
    }

    static String hexadecimal(int rgb) {
        return String.format("#%06X", rgb);
    }
}
