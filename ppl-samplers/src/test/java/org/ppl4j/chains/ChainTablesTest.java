package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ChainTablesTest {

    @Test
    void aTableHasARowADraw() {
        Table table = ChainTables.table(Fixtures.chains(1, 2));
        assertThat(table.columnNames())
                .containsExactly(
                        "chain",
                        "draw",
                        "alpha",
                        "w[0,0]",
                        "w[0,1]",
                        "w[0,2]",
                        "w[1,0]",
                        "w[1,1]",
                        "w[1,2]",
                        "lp",
                        "diverging");
        assertThat(table.rowCount()).isEqualTo(3);
        assertThat(table.intColumn("chain").asObjectArray()).containsExactly(0, 1, 1);
        assertThat(table.intColumn("draw").asObjectArray()).containsExactly(0, 0, 1);
        assertThat(table.doubleColumn("w[1,0]").asDoubleArray()).containsExactly(3000, 3100, 3101);
        assertThat(table.doubleColumn("lp").asDoubleArray()).containsExactly(0, 0, -1);
    }

    @Test
    void withoutDrawsItHasColumnsOnly() {
        Table table = ChainTables.table(Fixtures.chains(0));
        assertThat(table.columnCount()).isEqualTo(11);
        assertThat(table.rowCount()).isZero();
    }

    @Test
    void namesThatDifferInCaseAloneAreRefused() {
        refused("N", "n", "\"N\" and \"n\"");
        refused("Chain", "x", "\"chain\" and \"Chain\"");
    }

    private static void refused(String first, String second, String names) {
        Chains chains = Chains.of(
                List.of(new ChainRecorder(List.of(Variable.scalar(first), Variable.scalar(second)), List.of("lp"), 0)),
                true,
                List.of());
        assertThatThrownBy(() -> ChainTables.table(chains))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(names
                        + " cannot be columns of one table, which takes them for the same name. Rename one of them,"
                        + " or leave it out with select.");
    }
}
