package org.ppl4j.samplers;

import java.util.regex.Pattern;

/** Whole texts that have numbers in them which are not told beforehand. */
final class Texts {

    private Texts() {}

    /** Returns the whole text as a pattern: NUMBER stands for any finite number, NN for a whole one. */
    static String pattern(String text) {
        return Pattern.quote(text)
                .replace("NUMBER", "\\E-?[0-9]+\\.[0-9E-]+\\Q")
                .replace("NN", "\\E[0-9]+\\Q");
    }
}
