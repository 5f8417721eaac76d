package org.ppl4j.compile.vector;

import java.util.Locale;

/**
 * When compiled programs take their SIMD form. The system property {@value #PROPERTY} says it, in lower case; it is read
 * when a program is compiled.
 */
public enum Simd {
    /** Never. */
    OFF,
    /** From the first evaluation on: for tests, and to measure. */
    ON,
    /** Once a program has run so often that the form pays, has been found to give the same bits, and to be faster. */
    AUTO;

    public static final String PROPERTY = "ppl4j.simd";

    /**
     * {@return what the system property says, or else {@link #AUTO}}
     *
     * @throws IllegalArgumentException if it says something else
     */
    public static Simd chosen() {
        String value = System.getProperty(PROPERTY, "auto");
        for (Simd each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "The system property " + PROPERTY + " is off, on or auto, got \"" + value + "\".");
    }
}
