package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.ClassFiles;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.emit.GeneratedClasses;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.UnaryOp;
import org.ppl4j.tensor.Tensor;

/** What is too much for one class is compiled to several, and what no code can be made of says so. */
class LargeProgramTest {

    private final Node variable = Graphs.variable(3);
    private final double[] position = {0.3, 0.9, 0.1};

    /** Returns steps in no order, which are no loop, on a sum over data. */
    private Node manySteps(int length) {
        SplittableRandom random = new SplittableRandom(5);
        Tensor q = Tensor.of(variable);
        Tensor data = Tensor.of(Node.leaf(new Data("data"), Shape.of(length), new double[length]));
        Tensor state = data.plus(q.at(0)).tanh().sum();
        for (int t = 0; t < 2_000; t++) {
            state = switch (random.nextInt(6)) {
                case 0 -> state.sin();
                case 1 -> state.tanh().plus(random.nextDouble());
                case 2 -> state.exp().plus(random.nextDouble(1, 2)).log();
                case 3 -> state.times(random.nextDouble());
                case 4 -> state.times(q.at(1)).plus(random.nextDouble());
                default -> state.times(state).sin().minus(random.nextDouble());
            };
        }
        return data.times(state).plus(q.at(2)).cos().sum().node();
    }

    private static double[] data(int length) {
        return new SplittableRandom(6).doubles(length, -1, 1).toArray();
    }

    /** Returns a program whose classes have room for few constants. */
    private Program inSmallClasses(Program program, GeneratedClasses classes) {
        ClassFiles files = new ClassFiles("org/ppl4j/generated/Small", null, Computation.class, 40);
        ClassEmitter.Emitted emitted =
                ClassEmitter.emit(files, program.outputs(), program.schedule(), program.layout(), classes);
        assertThat(emitted.steps().stream().map(ClassEmitter.Step::owner).distinct())
                .hasSizeGreaterThan(3);
        Forms forms = new Forms("Small", program.schedule(), program.layout(), emitted);
        return new Program(program.outputs(), program.schedule(), program.layout(), emitted, forms, List.of());
    }

    /** Both forms, and data of another length, which run the same classes. */
    @Test
    void severalClassesGiveTheBitsOfTheInterpreter() {
        Compiler compiler = new Compiler("small");
        GeneratedClasses classes = new GeneratedClasses();
        for (int length : new int[] {100, 230}) {
            Program program = compiler.compileWithGradient(List.of(manySteps(length)), variable);
            Graphs.run(inSmallClasses(program, classes), position, Map.of("data", data(length)));
        }
        assertThat(classes.count()).isEqualTo(1);
    }

    /** An operation without code. */
    private record Secret() implements UnaryOp {

        @Override
        public double apply(double x) {
            return x * x;
        }

        @Override
        public void emit(Code code) {
            throw new UnsupportedOperationException("no code");
        }

        @Override
        public Node derivative(Node x, Node y) {
            return Tensor.of(x).times(2).node();
        }
    }

    @Test
    void anInterpretedProgramSaysSo() {
        Node sum = Node.of(new Secret(), Tensor.of(variable).sum().node());
        Program program = new Compiler("secret").compileWithGradient(List.of(sum), variable);
        assertThat(Graphs.run(program, position, Map.of()).get(1)).containsExactly(2.6, 2.6, 2.6);
        assertThat(program.explain())
                .contains("no code could be generated: the operations are interpreted")
                .contains("form in use: interpreted");
    }
}
