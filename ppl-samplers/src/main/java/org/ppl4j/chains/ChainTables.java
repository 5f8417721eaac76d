package org.ppl4j.chains;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Makes Tablesaw tables of chains; only who uses this class needs Tablesaw. */
public final class ChainTables {

    private ChainTables() {}

    /**
     * {@return a table with a row a draw: columns named "chain" and "draw", both from 0, the elements of the
     * variables, and the statistics}
     *
     * @param chains the chains
     * @throws IllegalStateException if two names differ in case alone, which Tablesaw takes for one
     */
    public static Table table(Chains chains) {
        refuseClashes(chains);
        Table table = Table.create("chains");
        IntColumn chainColumn = IntColumn.create("chain");
        IntColumn drawColumn = IntColumn.create("draw");
        for (int chain = 0; chain < chains.chainCount(); chain++) {
            for (int draw = 0; draw < chains.drawsOf(chain); draw++) {
                chainColumn.append(chain);
                drawColumn.append(draw);
            }
        }
        table.addColumns(chainColumn, drawColumn);
        for (Variable variable : chains.variables()) {
            variable.scalarNames().forEach(name -> table.addColumns(column(chains, name)));
        }
        chains.statistics().forEach(name -> table.addColumns(column(chains, name)));
        return table;
    }

    private static void refuseClashes(Chains chains) {
        Map<String, String> known = new HashMap<>();
        Stream.of(
                        Stream.of("chain", "draw"),
                        chains.variables().stream().flatMap(variable -> variable.scalarNames().stream()),
                        chains.statistics().stream())
                .flatMap(names -> names)
                .forEach(name -> {
                    String other = known.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
                    if (other != null) {
                        throw new IllegalStateException("\"" + other + "\" and \"" + name
                                + "\" cannot be columns of one table, which takes them for the same name. Rename one of"
                                + " them, or leave it out with select.");
                    }
                });
    }

    private static DoubleColumn column(Chains chains, String name) {
        double[] values = IntStream.range(0, chains.chainCount())
                .mapToObj(chain -> chains.values(name, chain))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return DoubleColumn.create(name, values);
    }
}
