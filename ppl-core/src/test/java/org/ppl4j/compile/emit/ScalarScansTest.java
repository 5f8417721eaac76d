package org.ppl4j.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Graphs;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Tanh;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Scans of scalars give the interpreter's bits, whether a step is one method or several. */
class ScalarScansTest {

    private static final int RANDOM_BODIES = 60;

    /** A scan of random operations, some of whose carries go on as others, as elements, as invariants or as constants. */
    private static Node random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int steps = 1 + random.nextInt(7);
        ScanBuilder builder = new ScanBuilder();
        List<Node> known = new ArrayList<>(List.of(Nodes.constant(0.3)));
        List<Node> carries = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            carries.add(builder.carry(Nodes.constant(random.nextDouble())));
        }
        known.addAll(carries);
        for (int k = random.nextInt(4); k > 0; k--) {
            double[] sequence = random.doubles(steps, -1, 1).toArray();
            known.add(builder.element(Constant.of(Shape.of(steps), sequence)));
        }
        for (int k = random.nextInt(4); k > 0; k--) {
            known.add(builder.invariant(Nodes.constant(random.nextDouble())));
        }
        for (int k = random.nextInt(60); k > 0; k--) {
            Node first = known.get(random.nextInt(known.size()));
            Node second = known.get(random.nextInt(known.size()));
            known.add(
                    switch (random.nextInt(5)) {
                        case 0 -> Nodes.add(first, second);
                        case 1 -> Nodes.multiply(first, second);
                        case 2 -> Nodes.subtract(first, second);
                        case 3 -> Node.of(new Tanh(), first);
                        default -> Nodes.select(Node.of(new LessThan(), first, second), second, first);
                    });
        }
        for (Node carry : carries) {
            builder.next(carry, known.get(random.nextInt(known.size())));
        }
        for (int k = random.nextInt(6); k > 0; k--) {
            builder.output(known.get(random.nextInt(known.size())));
        }
        return builder.build(steps, random.nextBoolean());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 250, 1_000, 100_000})
    void randomBodies(int largest) {
        int parted = 0;
        for (long seed = 0; seed < RANDOM_BODIES; seed++) {
            Node node = random(seed);
            Scan scan = (Scan) node.op();
            SplittableRandom random = new SplittableRandom(seed);
            List<Indices> places = new ArrayList<>();
            double[][] memory = new double[node.inputs().size() + 1][];
            for (int k = 0; k < node.inputs().size(); k++) {
                double[] value = Evaluation.value(node.input(k));
                Indices place = Indices.range(value.length, random.nextInt(3), 1 + random.nextInt(2));
                places.add(place);
                memory[k] = new double[3 + 2 * value.length];
                for (int i = 0; i < value.length; i++) {
                    memory[k][place.at(i)] = value[i];
                }
            }
            memory[node.inputs().size()] = new double[node.size()];
            CompiledScan compiled = Objects.requireNonNull(
                    ScalarScans.compiled("org/ppl4j/generated/S" + seed, scan, places, "", largest));
            parted += compiled.name().contains("methods") ? 1 : 0;
            // twice, so that nothing is left of the run before
            for (int run = 0; run < 2; run++) {
                compiled.newCode().run(memory, new int[0][], new Call[0], new double[0], new double[0]);
                Graphs.assertSameBits(memory[node.inputs().size()], Evaluation.value(node), "seed " + seed);
            }
        }
        assertThat(parted).isBetween(largest < 1_000 ? RANDOM_BODIES / 2 : 0, largest > 1_000 ? 0 : RANDOM_BODIES);
    }

    /** Filtered probabilities of a hidden Markov model, written in scalars: a step has more of them than one method can. */
    @Test
    void manyStates() {
        int states = 8;
        double[] y = new SplittableRandom(5).doubles(20, -1, 3).toArray();
        Model model = Model.of("states", m -> body(m, states, y));
        EagerTwin.compare("states", model, EagerTwin.of("states", m -> body(m, states, y)));
        assertThat(model.explain()).containsPattern("as a loop of scalar code, \\d methods a step");
    }

    private static void body(ModelBuilder m, int states, double[] y) {
        Tensor level = m.sample("level", Normal.of(0, 2).iid(states));
        Tensor scale = m.sample("scale", HalfNormal.of(1));
        Tensor[] rows = new Tensor[states];
        Tensor[] filtered = new Tensor[states];
        for (int i = 0; i < states; i++) {
            rows[i] = m.sample("row[" + i + "]", Dirichlet.symmetric(states, 1)).log();
            filtered[i] = Normal.of(level.at(i), scale).logDensity(Tensor.of(y[0]));
        }
        for (int t = 1; t < y.length; t++) {
            Tensor[] next = new Tensor[states];
            for (int j = 0; j < states; j++) {
                Tensor[] ways = new Tensor[states];
                for (int i = 0; i < states; i++) {
                    ways[i] = filtered[i].plus(rows[i].at(j));
                }
                next[j] = Tensor.stack(ways)
                        .logSumExp()
                        .plus(Normal.of(level.at(j), scale).logDensity(Tensor.of(y[t])));
            }
            filtered = next;
        }
        m.factor("likelihood", Tensor.stack(filtered).logSumExp());
    }
}
