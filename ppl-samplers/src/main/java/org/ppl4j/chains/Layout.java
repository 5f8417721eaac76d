package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Which column holds what: first the elements of the variables in order, then the statistics of the sampler.
 *
 * <p>Names are resolved by taking them apart, so that a variable of a hundred thousand numbers costs no table of names.
 */
@LibraryFrame
final class Layout {

    private final List<Variable> variables;
    private final List<String> statistics;
    private final Map<String, Variable> byName = new HashMap<>();
    private final Map<String, Integer> firstColumns = new HashMap<>();
    private final int scalars;

    Layout(List<Variable> variables, List<String> statistics) {
        this.variables = List.copyOf(variables);
        this.statistics = List.copyOf(statistics);
        int column = 0;
        for (Variable variable : this.variables) {
            claim(variable.name(), column);
            byName.put(variable.name(), variable);
            column = Math.addExact(column, variable.size());
        }
        scalars = column;
        for (String statistic : this.statistics) {
            Variable.requireName("statistic", statistic);
            claim(statistic, column++);
        }
        for (String name : firstColumns.keySet()) {
            refuseElementOfAnother(name);
        }
    }

    private void claim(String name, int column) {
        if (firstColumns.putIfAbsent(name, column) != null) {
            throw new IllegalArgumentException(
                    "Two variables or statistics are named \"" + name + "\"; give one of them another name.");
        }
    }

    private void refuseElementOfAnother(String name) {
        ElementName.parse(name).ifPresent(parts -> {
            Variable other = byName.get(parts.base());
            if (other != null && parts.elementOf(other) >= 0) {
                throw new IllegalArgumentException("The name \"" + name + "\" is also that of an element of \""
                        + other.name() + "\", which has shape " + other.shape()
                        + "; give one of them another name.");
            }
        });
    }

    List<Variable> variables() {
        return variables;
    }

    List<String> statistics() {
        return statistics;
    }

    /** Returns the number of columns that belong to variables. */
    int scalars() {
        return scalars;
    }

    int columns() {
        return scalars + statistics.size();
    }

    boolean sameAs(Layout other) {
        return variables.equals(other.variables) && statistics.equals(other.statistics);
    }

    /** Returns the column of an element, a scalar variable or a statistic. */
    int column(String name) {
        Integer first = firstColumns.get(Arguments.nonNull(name, "name"));
        if (first != null) {
            Variable variable = byName.get(name);
            if (variable == null || variable.shape().isEmpty()) {
                return first;
            }
            throw new IllegalArgumentException("\"" + name + "\" has shape " + variable.shape() + "; "
                    + (variable.size() == 0
                            ? "it has no elements."
                            : "name one element, such as \"" + variable.scalarName(0)
                                    + "\", or read the whole variable of a draw."));
        }
        Optional<ElementName> parts = ElementName.parse(name);
        Variable variable = parts.map(element -> byName.get(element.base())).orElse(null);
        if (parts.isEmpty() || variable == null) {
            throw unknown(name);
        }
        int element = parts.get().elementOf(variable);
        if (element < 0) {
            throw new IllegalArgumentException("\"" + name + "\" is no element of \"" + variable.name()
                    + "\", which has shape " + variable.shape() + " and indices from 0.");
        }
        return firstColumn(variable) + element;
    }

    /** Returns the columns of whatever a name means: a whole variable, one element or a statistic. */
    int[] columnsOf(String name) {
        Variable variable = byName.get(Arguments.nonNull(name, "name"));
        if (variable == null) {
            return new int[] {column(name)};
        }
        int[] columns = new int[variable.size()];
        for (int element = 0; element < columns.length; element++) {
            columns[element] = firstColumn(variable) + element;
        }
        return columns;
    }

    /** Returns a variable by name; an element counts as a scalar variable of that name. */
    Variable variable(String name) {
        Variable variable = byName.get(Arguments.nonNull(name, "name"));
        if (variable != null) {
            return variable;
        }
        if (column(name) >= scalars) {
            throw new IllegalArgumentException("\"" + name + "\" is a statistic of the sampler, not a variable. "
                    + new KnownNames(describeVariables()).listed("Variables"));
        }
        return Variable.scalar(name);
    }

    String columnName(int column) {
        if (column >= scalars) {
            return statistics.get(column - scalars);
        }
        int first = 0;
        for (Variable variable : variables) {
            if (column < first + variable.size()) {
                return variable.scalarName(column - first);
            }
            first += variable.size();
        }
        throw new IndexOutOfBoundsException(column);
    }

    private int firstColumn(Variable variable) {
        Integer first = firstColumns.get(variable.name());
        if (first == null) {
            throw unknown(variable.name());
        }
        return first;
    }

    private IllegalArgumentException unknown(String name) {
        List<String> names = new ArrayList<>(byName.keySet());
        names.addAll(statistics);
        return new IllegalArgumentException("No variable or statistic is named \"" + name + "\"."
                + new KnownNames(names).closestTo(name) + " " + new KnownNames(describeVariables()).listed("Variables")
                + " " + new KnownNames(statistics).listed("Statistics"));
    }

    private List<String> describeVariables() {
        return variables.stream()
                .map(variable -> variable.shape().isEmpty() ? variable.name() : variable.name() + variable.shape())
                .toList();
    }
}
