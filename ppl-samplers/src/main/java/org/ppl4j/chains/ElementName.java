package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name such as {@code w[0,1]} taken apart.
 *
 * @param base the part before the brackets
 * @param indices the indices between them, from 0
 */
record ElementName(String base, List<Integer> indices) {

    private static final Pattern PATTERN = Pattern.compile("(.+)\\[\\s*(\\d{1,9}(?:\\s*,\\s*\\d{1,9})*)\\s*\\]");

    /** Returns the parts of a name, or nothing if it does not end in indices. */
    static Optional<ElementName> parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Integer> indices = new ArrayList<>();
        for (String index : matcher.group(2).split(",", -1)) {
            indices.add(Integer.valueOf(index.strip()));
        }
        return Optional.of(new ElementName(matcher.group(1), indices));
    }

    /** Returns the place of the element in the flattened variable, or -1 if it lies outside. */
    int elementOf(Variable variable) {
        List<Integer> shape = variable.shape();
        if (indices.size() != shape.size()) {
            return -1;
        }
        int element = 0;
        for (int axis = 0; axis < shape.size(); axis++) {
            if (indices.get(axis) >= shape.get(axis)) {
                return -1;
            }
            element = element * shape.get(axis) + indices.get(axis);
        }
        return element;
    }
}
