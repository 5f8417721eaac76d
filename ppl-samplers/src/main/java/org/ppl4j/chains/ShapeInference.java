package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the variables behind a row of element names. */
final class ShapeInference {

    private ShapeInference() {}

    /**
     * Returns variables whose elements have exactly these names in this order. Neighbours that enumerate a whole array
     * become one variable; all others become scalars.
     */
    static List<Variable> variables(List<String> names) {
        List<Variable> variables = new ArrayList<>();
        for (int start = 0; start < names.size(); ) {
            Variable variable = arrayAt(names, start).orElse(Variable.scalar(names.get(start)));
            variables.add(variable);
            start += variable.size();
        }
        return variables;
    }

    private static Optional<Variable> arrayAt(List<String> names, int start) {
        Optional<ElementName> first = ElementName.parse(names.get(start));
        if (first.isEmpty() || first.get().indices().stream().anyMatch(index -> index != 0)) {
            return Optional.empty();
        }
        String base = first.get().base();
        List<Integer> last = first.get().indices();
        int end = start + 1;
        for (; end < names.size(); end++) {
            Optional<ElementName> next = ElementName.parse(names.get(end));
            if (next.isEmpty() || !next.get().base().equals(base)) {
                break;
            }
            last = next.get().indices();
        }
        Variable variable =
                new Variable(base, last.stream().map(index -> index + 1).toList());
        boolean whole = variable.size() == end - start && variable.scalarNames().equals(names.subList(start, end));
        return whole ? Optional.of(variable) : Optional.empty();
    }
}
