package org.ppl4j.plots;

/**
 * The steps of colour of a contour picture: equal intervals from a lowest to a highest value.
 *
 * @param low the lower end of the first band; lower values take its colour
 * @param high the upper end of the last band; higher values take its colour
 * @param count the number of bands
 */
public record Bands(double low, double high, int count) {

    private static final int MAXIMUM_COUNT = 40;

    /** Checks the bands. */
    public Bands {
        Check.interval("Bands", low, high);
        if (count < 2 || count > MAXIMUM_COUNT) {
            throw new IllegalArgumentException("A contour picture takes 2 to " + MAXIMUM_COUNT + " bands, got " + count
                    + ". 10 suit most pictures.");
        }
    }

    /** Returns the ten bands of probabilities: 0 to 0.1, 0.1 to 0.2, and so on to 1. */
    public static Bands ofProbabilities() {
        return new Bands(0, 1, 10);
    }

    /** Returns the value at which a band begins. */
    double level(int band) {
        // Multiplied before it is divided: three tenths is then 0.3.
        return low + (high - low) * band / count;
    }

    /** Returns the value in the middle of a band. */
    double middle(int band) {
        return low + (high - low) * (2 * band + 1) / (2 * count);
    }

    /** Returns the colour of a band as 0xRRGGBB. */
    int colour(int band) {
        return Palette.diverging((band + 0.5) / count);
    }
}
