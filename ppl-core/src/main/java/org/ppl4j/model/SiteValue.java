package org.ppl4j.model;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ppl4j.tensor.Tensor;

/**
 * The value of a site among named ones. A site {@code x[0]} may be given as an element of {@code x}: chains that come from a
 * file have scalar sites {@code x[0]}, {@code x[1]} as one variable, since their names do not tell them from elements.
 *
 * @param name the name that it was found under
 * @param value the value
 */
record SiteValue(String name, Tensor value) {

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,9}(?:,\\d{1,9})*)\\]");

    /** Returns it; null if there is none. */
    static @Nullable SiteValue of(String site, Map<String, Tensor> values) {
        Tensor value = values.get(site);
        if (value != null) {
            return new SiteValue(site, value);
        }
        if (values.isEmpty() || !site.endsWith("]")) {
            return null;
        }
        Matcher parts = ELEMENT.matcher(site);
        Tensor whole = parts.matches() ? values.get(parts.group(1)) : null;
        int element = whole == null ? -1 : element(parts.group(2).split(",", -1), whole);
        return whole == null || element < 0 ? null : new SiteValue(parts.group(1), Tensor.of(whole.toArray()[element]));
    }

    /** Whether a site, or the variable that it is an element of, is among values, which may be too few for it. */
    static boolean isKnown(String site, Map<String, Tensor> values) {
        Matcher parts = ELEMENT.matcher(site);
        return values.containsKey(site) || (parts.matches() && values.containsKey(parts.group(1)));
    }

    /** Returns the place of an element in the flattened tensor, or -1 if it lies outside. */
    private static int element(String[] indices, Tensor whole) {
        if (indices.length != whole.rank()) {
            return -1;
        }
        int element = 0;
        for (int axis = 0; axis < indices.length; axis++) {
            int index = Integer.parseInt(indices[axis]);
            int length = whole.shape().dimension(axis);
            if (index >= length) {
                return -1;
            }
            element = element * length + index;
        }
        return element;
    }
}
