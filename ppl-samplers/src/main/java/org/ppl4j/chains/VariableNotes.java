package org.ppl4j.chains;

import java.util.List;
import java.util.Set;

/**
 * What is known of variables that their draws do not show.
 *
 * @param order the names of all variables, in the order of their statements
 * @param derived the names of those that are calculated from others
 * @param constrained the names of those that may not be any real numbers
 */
record VariableNotes(List<String> order, Set<String> derived, Set<String> constrained) {

    VariableNotes {
        order = List.copyOf(order);
        derived = Set.copyOf(derived);
        constrained = Set.copyOf(constrained);
    }

    VariableNotes withDerived(Set<String> names) {
        return new VariableNotes(order, names, constrained);
    }

    VariableNotes withConstrained(Set<String> names) {
        return new VariableNotes(order, derived, names);
    }

    /** Returns whether a number is of a variable that comes before another one, or before the first of those named as its elements. */
    boolean isBefore(String number, String variable) {
        for (String name : order) {
            if (name.equals(variable) || isElementOf(name, variable)) {
                return false;
            }
            if (number.equals(name) || isElementOf(number, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isElementOf(String number, String variable) {
        return ElementName.parse(number)
                .filter(parts -> parts.base().equals(variable))
                .isPresent();
    }

    /** Returns whether some names hold a variable, or the one that it is an element of. */
    static boolean contain(Set<String> names, String name) {
        return names.contains(name)
                || ElementName.parse(name)
                        .filter(parts -> names.contains(parts.base()))
                        .isPresent();
    }
}
