package org.ppl4j.chains;

import java.util.Set;

/**
 * What is known of variables that their draws do not show.
 *
 * @param derived the names of those that are calculated from others
 * @param constrained the names of those that may not be any real numbers
 */
record VariableNotes(Set<String> derived, Set<String> constrained) {
    static final VariableNotes NONE = new VariableNotes(Set.of(), Set.of());

    VariableNotes {
        derived = Set.copyOf(derived);
        constrained = Set.copyOf(constrained);
    }

    VariableNotes withDerived(Set<String> names) {
        return new VariableNotes(names, constrained);
    }

    VariableNotes withConstrained(Set<String> names) {
        return new VariableNotes(derived, names);
    }

    /** Returns whether some names hold a variable, or the one that it is an element of. */
    static boolean contain(Set<String> names, String name) {
        return names.contains(name)
                || ElementName.parse(name)
                        .filter(parts -> names.contains(parts.base()))
                        .isPresent();
    }
}
