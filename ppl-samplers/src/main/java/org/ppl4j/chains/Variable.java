package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The name and the shape under which chains keep a random variable.
 *
 * <p>The elements of a variable have names of their own, with indices from 0: {@code theta[0]}, {@code theta[1]}, and for
 * a matrix {@code w[0,1]}. Wherever elements are flattened, the last index runs fastest.
 *
 * @param name the name, as the model gives it
 * @param shape the lengths of the axes; empty for a scalar
 */
public record Variable(String name, List<Integer> shape) {

    /**
     * Checks the name and the shape, and copies the shape.
     *
     * @param name the name, as the model gives it
     * @param shape the lengths of the axes; empty for a scalar
     */
    public Variable {
        shape = List.copyOf(shape);
        requireName("variable", name);
        long size = 1;
        for (int length : shape) {
            size *= Math.max(length, 0);
            if (length < 0 || size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("Variable \"" + name + "\" has shape " + shape
                        + "; the lengths must be at least 0 and their product at most " + Integer.MAX_VALUE + ".");
            }
        }
    }

    /** Refuses a name that does not fit into a line of a file. */
    static void requireName(String what, String name) {
        if (Objects.requireNonNull(name, "name").isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A " + what + " needs a name without line breaks, got \"" + name + "\".");
        }
    }

    /**
     * {@return a variable that is one number}
     *
     * @param name the name
     */
    public static Variable scalar(String name) {
        return new Variable(name, List.of());
    }

    /**
     * {@return a variable of the given shape}
     *
     * @param name the name
     * @param shape the lengths of the axes; none for a scalar
     */
    public static Variable of(String name, int... shape) {
        List<Integer> lengths = new ArrayList<>(shape.length);
        for (int length : shape) {
            lengths.add(length);
        }
        return new Variable(name, lengths);
    }

    /** {@return the number of elements} */
    public int size() {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        return size;
    }

    /** {@return the names of the elements, the last index running fastest; for a scalar, its name alone} */
    public List<String> scalarNames() {
        List<String> names = new ArrayList<>(size());
        for (int element = 0; element < size(); element++) {
            names.add(scalarName(element));
        }
        return List.copyOf(names);
    }

    /** Returns the name of one element, given its place in the flattened variable. */
    String scalarName(int element) {
        if (shape.isEmpty()) {
            return name;
        }
        StringBuilder text = new StringBuilder("]");
        int rest = element;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            text.insert(0, rest % shape.get(axis)).insert(0, axis == 0 ? "[" : ",");
            rest /= shape.get(axis);
        }
        return text.insert(0, name).toString();
    }
}
