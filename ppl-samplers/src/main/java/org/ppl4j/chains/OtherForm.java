package org.ppl4j.chains;

import java.util.Arrays;
import java.util.List;

/**
 * Says how to sample a variable whose spread depends on a scale otherwise. The spread grows with the scale where the variable
 * has it, in the centred form; where data fix the product of a variable with the scale, in the non-centred form, it falls.
 *
 * <p>What sets a scale comes before the variable: if the spread of one goes with a later number, that is made of it, as x² is of
 * x. And only what may be any real number can be a
 * normal one that is shifted and scaled.
 */
final class OtherForm {

    private OtherForm() {}

    /**
     * Returns what to try.
     *
     * @param scale the number that the spread depends on
     * @param names the names of the variables
     * @param grows whether the spread is large where the scale is
     * @param otherwise what to try where there is no such form
     */
    static String remedy(Chains chains, String scale, List<String> names, boolean grows, String otherwise) {
        String variables = Words.list(names);
        if (names.stream().anyMatch(chains::isConstrained)) {
            return "Not all real numbers are values of " + variables
                    + ", so that normal values that are shifted and scaled cannot take the place. " + otherwise;
        }
        boolean positive = Arrays.stream(chains.pooled(scale)).allMatch(value -> value > 0);
        String factor = positive ? scale : "the scale that " + scale + " sets";
        return grows
                ? "Try the non-centred form, model.nonCentred(\"" + String.join("\", \"", names)
                        + "\"), or, in place of " + variables + ", sample standard normal values, multiply them by "
                        + factor + ", and add the mean."
                : "Try the centred form: in place of " + variables + ", sample the product with " + factor + ", with "
                        + (positive ? scale : "that") + " as its scale. If " + scale + " is the precision of "
                        + variables
                        + ", sample standard normal values instead, divide them by its root, and add the mean.";
    }
}
