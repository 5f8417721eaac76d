package org.ppl4j.chains;

import java.util.Arrays;

/**
 * Says how to sample a variable whose spread depends on a scale otherwise. The spread grows with the scale where the variable
 * has it, in the centred form; where data fix the product of a variable with the scale, in the non-centred form, it falls.
 */
final class OtherForm {

    private OtherForm() {}

    /**
     * Returns what to try.
     *
     * @param scale the number that the spread depends on
     * @param variables the names of the variables, as they stand in a sentence
     * @param grows whether the spread is large where the scale is
     */
    static String remedy(Chains chains, String scale, String variables, boolean grows) {
        boolean positive = Arrays.stream(chains.pooled(scale)).allMatch(value -> value > 0);
        String factor = positive ? scale : "the scale that " + scale + " sets";
        return grows
                ? "Try the non-centred form: in place of " + variables
                        + ", sample standard normal values, multiply them" + " by " + factor + ", and add the mean."
                : "Try the centred form: in place of " + variables + ", sample the product with " + factor + ", with "
                        + (positive ? scale : "that") + " as its scale. If " + scale + " is the precision of "
                        + variables
                        + ", sample standard normal values instead, divide them by its root, and add the mean.";
    }
}
