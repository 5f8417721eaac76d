package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyCsvTest {

    @TempDir
    Path folder;

    @Test
    void isALineADraw() throws IOException {
        StringBuilder text = new StringBuilder();
        Fixtures.chains(1, 2).toCsv(text);
        assertThat(text).hasToString("""
                        chain,draw,lp__,diverging__,alpha,"w[0,0]","w[0,1]","w[0,2]","w[1,0]","w[1,1]","w[1,2]"
                        0,0,0.0,0.0,0.0,0.0,1000.0,2000.0,3000.0,4000.0,5000.0
                        1,0,0.0,0.0,100.0,100.0,1100.0,2100.0,3100.0,4100.0,5100.0
                        1,1,-1.0,0.0,101.0,101.0,1101.0,2101.0,3101.0,4101.0,5101.0
                        """);
    }

    @Test
    void readsBackAsTheSameBits() throws IOException {
        List<Variable> variables = List.of(
                Variable.of("theta", 2),
                Variable.of("one", 1),
                Variable.scalar("quoted \"name\", with comma"),
                Variable.of("cube", 2, 1, 3),
                Variable.scalar("y[4]"),
                Variable.scalar("y[2]"));
        Random random = new Random(3);
        List<ChainRecorder> recorders = List.of(
                new ChainRecorder(variables, List.of("lp", "energy"), 0),
                new ChainRecorder(variables, List.of("lp", "energy"), 0),
                new ChainRecorder(variables, List.of("lp", "energy"), 0));
        double[] special = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1
        };
        int[] lengths = {300, 0, 7};
        for (int chain = 0; chain < 3; chain++) {
            for (int draw = 0; draw < lengths[chain]; draw++) {
                double[] values =
                        random.longs(12).mapToDouble(Double::longBitsToDouble).toArray();
                values[11] = special[draw % special.length];
                recorders.get(chain).record(values, new double[] {random.nextGaussian(), draw / 3.0});
            }
        }
        Chains chains = Chains.of(recorders, true, List.of());
        Path file = folder.resolve("chains.csv");
        chains.writeCsv(file);
        Chains read = Chains.readCsv(file);

        assertThat(read.variables()).isEqualTo(variables);
        assertThat(read.statistics()).containsExactly("lp", "energy");
        assertThat(read.chainCount()).isEqualTo(3);
        for (int chain = 0; chain < 3; chain++) {
            for (Variable variable : variables) {
                for (String name : variable.scalarNames()) {
                    assertThat(read.values(name, chain)).isEqualTo(chains.values(name, chain));
                }
            }
            assertThat(read.values("lp", chain)).isEqualTo(chains.values("lp", chain));
            assertThat(read.values("energy", chain)).isEqualTo(chains.values("energy", chain));
        }
    }

    @Test
    void withoutDrawsThereIsAHeaderOnly() throws IOException {
        Path file = folder.resolve("empty.csv");
        Fixtures.chains(0).writeCsv(file);
        Chains read = Chains.readCsv(file);
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(read.variables()).isEqualTo(Fixtures.VARIABLES);
        assertThat(read.chainCount()).isEqualTo(1);
        assertThat(read.draws()).isZero();
    }

    @Test
    void numberedNeighboursBecomeOneVariable() {
        assertThat(ShapeInference.variables(List.of("y[0]", "y[1]", "z[1]", "w[0,0]", "w[0,1]", "x")))
                .containsExactly(
                        Variable.of("y", 2), Variable.scalar("z[1]"), Variable.of("w", 1, 2), Variable.scalar("x"));
        assertThat(ShapeInference.variables(List.of("w[0,0]", "w[1,0]", "w[0,1]", "w[1,1]")))
                .allMatch(variable -> variable.shape().isEmpty());
    }

    @Test
    void aNameThatLooksLikeAStatisticIsRefusedBeforeTheFileIsTouched() throws IOException {
        Chains chains =
                Chains.of(List.of(new ChainRecorder(List.of(Variable.scalar("x__")), List.of(), 0)), true, List.of());
        Path file = folder.resolve("kept.csv");
        Files.writeString(file, "kept");
        assertThatThrownBy(() -> chains.writeCsv(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Variable \"x__\" cannot be written as CSV: a name that ends in \"__\" marks a statistic"
                        + " there. Rename it, or leave it out with select.");
        assertThat(file).hasContent("kept");
    }

    @Test
    void damagedFilesAreRefusedWithTheLine() throws IOException {
        refused("chain,draw,x\n0,0,1\n0,1\n", "line 3: 2 fields, but the header has 3.");
        refused("chain,draw,x\n0,0,1\n0,1,abc\n", "line 3: column \"x\": \"abc\" is not a number.");
        refused("chain,draw,x\n-1,0,1\n", "line 2: column \"chain\": \"-1\" is not a count from 0.");
        refused("chain,draw,x\n70000,0,1\n", "line 2: chain 70000 is over the largest that can be read, 65535.");
        refused(
                "chain,draw,x\n0,0,1\n0,2,1\n",
                "line 3: draw 2 of chain 0, but 1 comes next; the draws of a chain must be in order and without gaps.");
        refused("x,y\n1,2\n", "line 1: the header must begin with chain,draw, got \"x,y\".");
        refused("", "line 1: the header must begin with chain,draw, got \"\".");
    }

    @Test
    void headersThatNameNothingAreRefusedWithTheLine() throws IOException {
        refused(
                "chain,draw,x,x\n0,0,1,2\n",
                "line 1: the header: Two variables or statistics are named \"x\"; give one of them another name.");
        refused("chain,draw,\n0,0,1\n", "line 1: the header: A variable needs a name without line breaks, got \"\".");
    }

    /** What is left of a number is a number. */
    @Test
    void filesThatWereCutOffAreRefused() throws IOException {
        String cut =
                "the file ends without a line break, so that its last line may have been cut off. If the line is whole,"
                        + " add one; if not, delete the line, or write the file again.";
        refused("chain,draw,x\n0,0,1.5\n0,1,2", "line 3: " + cut);
        refused("chain,draw,x\n0,0", "line 2: " + cut);
        refused("chain,draw,x", "line 1: " + cut);
        Path file = folder.resolve("whole.csv");
        Files.writeString(file, "chain,draw,x\r\n0,0,1.5\r\n");
        assertThat(Chains.readCsv(file).values("x", 0)).containsExactly(1.5);
    }

    private void refused(String content, String message) throws IOException {
        Path file = folder.resolve("damaged.csv");
        Files.writeString(file, content);
        assertThatThrownBy(() -> Chains.readCsv(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ", " + message);
    }
}
