package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.emit.Call;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.vector.Simd;
import org.ppl4j.compile.vector.StraightLine;
import org.ppl4j.compile.vector.VectorComputation;
import org.ppl4j.compile.vector.VectorModule;
import org.ppl4j.compile.vector.VectorTranslation;
import org.ppl4j.graph.LogGamma;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sign;
import org.ppl4j.tensor.Tensor;

/** The SIMD form gives the scalar form's bits: at all lengths, widths and special values. */
class VectorFormTest {

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL / 3,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1,
        -1,
        Math.nextDown(1.0),
        Math.nextUp(-1.0),
        0x1p28,
        -0x1p60,
        -745.2,
        709.8,
        1e-300
    };

    private static final List<UnaryOperator<Tensor>> FUNCTIONS = List.of(
            Tensor::exp,
            Tensor::expm1,
            Tensor::log,
            Tensor::log1p,
            Tensor::tanh,
            Tensor::sigmoid,
            Tensor::softplus,
            Tensor::log1mExp,
            Tensor::sqrt,
            Tensor::abs,
            Tensor::sin,
            Tensor::cos,
            Tensor::atan,
            Tensor::floor,
            Tensor::erf,
            x -> x.power(2.5),
            x -> x.power(x),
            x -> Tensor.of(Nodes.apply(new Sign(), x.node())),
            x -> Tensor.of(Nodes.apply(new LogGamma(), x.node())),
            x -> Tensor.where(x.lessThan(Tensor.of(0.5)), x, x.negate()));

    @BeforeEach
    void needsTheModule() {
        assumeTrue(VectorModule.isPresent(), "started without --add-modules " + VectorModule.NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void loopsOfAllLengthsGiveTheScalarBits(int lanes) {
        for (int length = 16; length <= 56; length++) {
            Node variable = Graphs.variable(length + 3);
            Tensor x = Tensor.of(Graphs.part(variable, 3, Shape.of(length)));
            Tensor scale = Tensor.of(Graphs.part(variable, 1, Shape.SCALAR));
            int[] groups = new SplittableRandom(length).ints(length, 0, 3).toArray();
            Tensor effects = Tensor.of(Graphs.part(variable, 0, Shape.of(3))).gather(groups);
            Tensor y = x.times(scale).plus(effects).tanh();
            Tensor total =
                    y.plus(x.exp()).sum().plus(y.softplus().times(effects).sum());
            compare(total.node(), variable, random(length + 3, length), lanes);
        }
    }

    @Test
    void functionsGiveTheScalarBitsAtSpecialValues() {
        double[] position = Arrays.copyOf(SPECIAL, 120);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = SPECIAL.length; i < position.length; i++) {
            position[i] = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-20, 11));
        }
        Node variable = Graphs.variable(position.length);
        for (UnaryOperator<Tensor> function : FUNCTIONS) {
            Node node = function.apply(Tensor.of(variable)).node();
            Program program = new Compiler("special").compile(List.of(node), variable);
            Graphs.run(program, position, Map.of());
        }
    }

    @Test
    void allElementaryFunctionsButSineAndCosineAreTranslated() {
        VectorTranslation translation = new VectorTranslation();
        List<String> notTranslated = Arrays.stream(org.ppl4j.math.Elementary.class.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .filter(method -> !translation.isTranslatable(
                        method.getDeclaringClass().getClassLoader(),
                        new StraightLine.Reference(
                                "org/ppl4j/math/Elementary",
                                method.getName(),
                                "(" + "D".repeat(method.getParameterCount()) + ")D")))
                .map(java.lang.reflect.Method::getName)
                .toList();
        assertThat(notTranslated).containsExactlyInAnyOrder("sin", "cos");
    }

    /** A user's functions: one that can be translated, and one that is called lane by lane. */
    public static final class Users {
        private Users() {}

        public static double straight(double x, double y) {
            double square = x * x;
            return Math.fma(square, y, x - 1 / y);
        }

        public static double branching(double x) {
            return x > 0 ? Math.log(x) : x;
        }

        public static double shifting(int distance) {
            return 1L << distance;
        }
    }

    @Test
    void onlyStraightCodeOfNumbersIsTranslated() {
        VectorTranslation translation = new VectorTranslation();
        ClassLoader loader = Users.class.getClassLoader();
        String owner = Users.class.getName().replace('.', '/');
        assertThat(translation.isTranslatable(loader, new StraightLine.Reference(owner, "straight", "(DD)D")))
                .isTrue();
        assertThat(translation.isTranslatable(loader, new StraightLine.Reference(owner, "branching", "(D)D")))
                .isFalse();
        assertThat(translation.isTranslatable(loader, new StraightLine.Reference(owner, "shifting", "(I)D")))
                .isFalse();
        assertThat(translation.isTranslatable(loader, new StraightLine.Reference(owner, "missing", "(D)D")))
                .isFalse();
    }

    @Test
    void aWrongFormIsNoticed() {
        Node variable = Graphs.variable(40);
        Tensor x = Tensor.of(variable);
        Program right = new Compiler("right").compile(List.of(x.tanh().sum().node()), variable);
        Node other = x.tanh().times(Math.nextUp(1.0)).sum().node();
        Program wrong = new Compiler("wrong").compile(List.of(other), variable);
        double[] position = random(40, 1);
        List<double[]> outputs = Graphs.run(right, position, Map.of());
        Throwable failure = catchThrowable(
                () -> Graphs.assertVectorsGiveTheSame(wrong, position, Map.of(), VectorModule.lanes(), outputs));
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("SIMD, ");
    }

    @Test
    void aFormThatDiffersDoesNotTakeOver() {
        Node variable = Graphs.variable(4_000);
        Program program = new Compiler("differs")
                .compile(List.of(Tensor.of(variable).tanh().sum().node()), variable);
        Program.Bound bound = program.bind(Map.of());
        VectorComputation nothing = new VectorComputation() {
            @Override
            public void run(double[][] memory, int[][] tables, Call[] calls, double[] position, double[] result) {}

            @Override
            public void warmUp(double[][] memory, int[][] tables, int elements) {}
        };
        new FormTrial(program.forms(), bound, random(4_000, 2)).tryOut(nothing);
        assertThat(program.explain()).contains("form in use: scalar: its SIMD form differs");
        assertThat(program.forms().current()).isSameAs(program.forms().scalar());
    }

    @Test
    void theFormThatIsFasterTakesOver() {
        Node variable = Graphs.variable(4_000);
        Program program = new Compiler("faster")
                .compile(List.of(Tensor.of(variable).tanh().sum().node()), variable);
        Program.Bound bound = program.bind(Map.of());
        VectorComputation same = new VectorComputation() {
            private double[] known = {};

            @Override
            public void run(double[][] memory, int[][] tables, Call[] calls, double[] position, double[] result) {
                Computation scalar = program.forms().scalar();
                int output = program.layout().array(program.outputs().get(0));
                double[] input = position;
                // Fast at positions that it knows, as a faster form is.
                if (!Arrays.equals(known, input)) {
                    scalar.run(memory, tables, calls, position, result);
                    known = input.clone();
                } else if (memory[output][0] == 0 || result[0] == 0) {
                    scalar.run(memory, tables, calls, position, result);
                }
            }

            @Override
            public void warmUp(double[][] memory, int[][] tables, int elements) {}
        };
        new FormTrial(program.forms(), bound, random(4_000, 2)).tryOut(same);
        assertThat(program.forms().current()).isSameAs(same);
        assertThat(program.explain()).contains("form in use: SIMD, ");
    }

    @Test
    void thePropertySaysWhichFormIsUsed() {
        Node variable = Graphs.variable(40);
        List<Node> outputs = List.of(Tensor.of(variable).tanh().sum().node());
        assertThat(with(
                        "on",
                        () -> new Compiler("on").compile(outputs, variable).explain()))
                .contains("form in use: SIMD, " + VectorModule.lanes() + " numbers at once");
        Program off = with("off", () -> new Compiler("off").compile(outputs, variable));
        assertThat(off.explain()).contains("form in use: scalar" + System.lineSeparator());
        assertThat(off.forms().evaluationsBeforeTrial()).isNegative();
        assertThat(new Compiler("auto").compile(outputs, variable).forms().evaluationsBeforeTrial())
                .isPositive();
        assertThatThrownBy(() -> with("perhaps", () -> new Compiler("perhaps").compile(outputs, variable)))
                .hasMessage("The system property ppl4j.simd is off, on or auto, got \"perhaps\".");
    }

    private static <T> T with(String property, java.util.function.Supplier<T> action) {
        System.setProperty(Simd.PROPERTY, property);
        try {
            return action.get();
        } finally {
            System.clearProperty(Simd.PROPERTY);
        }
    }

    private static void compare(Node scalar, Node variable, double[] position, int lanes) {
        Program program = new Compiler("lengths").compileWithGradient(List.of(scalar), variable);
        Workspace workspace = program.bind(Map.of()).newWorkspace();
        workspace.run(position);
        List<double[]> expected =
                List.of(workspace.output(0).clone(), workspace.output(1).clone());
        Graphs.assertVectorsGiveTheSame(program, position, Map.of(), lanes, expected);
    }

    private static double[] random(int size, long seed) {
        return new SplittableRandom(seed).doubles(size, -2, 2).toArray();
    }
}
