package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Absolute;
import org.ppl4j.graph.Add;
import org.ppl4j.graph.Arctangent;
import org.ppl4j.graph.BinaryExponent;
import org.ppl4j.graph.BinaryOp;
import org.ppl4j.graph.Broadcast;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.CholeskyAdjoint;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Cosine;
import org.ppl4j.graph.Detached;
import org.ppl4j.graph.Deviance;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Digamma;
import org.ppl4j.graph.DigammaHalfDifference;
import org.ppl4j.graph.Divide;
import org.ppl4j.graph.ElementwiseOp;
import org.ppl4j.graph.EqualTo;
import org.ppl4j.graph.ErrorFunction;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.ExpExponent;
import org.ppl4j.graph.ExpMantissa;
import org.ppl4j.graph.Expm1;
import org.ppl4j.graph.Floor;
import org.ppl4j.graph.FusedMultiplyAdd;
import org.ppl4j.graph.GroupSum;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Interleave;
import org.ppl4j.graph.LeastSquares;
import org.ppl4j.graph.LessOrEqual;
import org.ppl4j.graph.LessThan;
import org.ppl4j.graph.Log;
import org.ppl4j.graph.Log1mExp;
import org.ppl4j.graph.Log1p;
import org.ppl4j.graph.Log1pOfFraction;
import org.ppl4j.graph.LogAddExp;
import org.ppl4j.graph.LogBeta;
import org.ppl4j.graph.LogBinomialCoefficient;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.LogDeterminantAdjoint;
import org.ppl4j.graph.LogGamma;
import org.ppl4j.graph.LogGammaHalfDifference;
import org.ppl4j.graph.LogProduct;
import org.ppl4j.graph.LogProductShares;
import org.ppl4j.graph.Mantissa;
import org.ppl4j.graph.MatrixMultiply;
import org.ppl4j.graph.Maximum;
import org.ppl4j.graph.MaximumOver;
import org.ppl4j.graph.Minimum;
import org.ppl4j.graph.Multiply;
import org.ppl4j.graph.Negate;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.NormalCdf;
import org.ppl4j.graph.NormalLogCdf;
import org.ppl4j.graph.NormalLogCdfDerivative;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Opaque;
import org.ppl4j.graph.OpaqueAdjoint;
import org.ppl4j.graph.Power;
import org.ppl4j.graph.Put;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.QuadraticFormAdjoint;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.ScaleByPowerOfTwo;
import org.ppl4j.graph.ScanBuilder;
import org.ppl4j.graph.Select;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Sigmoid;
import org.ppl4j.graph.SigmoidComplement;
import org.ppl4j.graph.Sign;
import org.ppl4j.graph.Sine;
import org.ppl4j.graph.Softplus;
import org.ppl4j.graph.SquareRoot;
import org.ppl4j.graph.StirlingError;
import org.ppl4j.graph.Subtract;
import org.ppl4j.graph.Sum;
import org.ppl4j.graph.SymmetricInverse;
import org.ppl4j.graph.Take;
import org.ppl4j.graph.Tanh;
import org.ppl4j.graph.Tetragamma;
import org.ppl4j.graph.TriangularSolve;
import org.ppl4j.graph.Trigamma;
import org.ppl4j.tensor.Tensor;

/** What every operation keeps: interpreted, compiled and folded values agree; its derivative is one. */
class OpContractTest {

    /** An operation with operands of some shapes, and values to try: from a range, away from kinks. */
    record Row(Op op, List<Shape> operands, double low, double high, boolean differentiable) {
        Row withoutDerivative() {
            return new Row(op, operands, low, high, false);
        }

        @Override
        public String toString() {
            return op.name() + operands;
        }
    }

    private static Row elementwise(ElementwiseOp op, double low, double high) {
        Shape shape = Shape.of(40);
        return new Row(op, java.util.Collections.nCopies(op.arity(), shape), low, high, true);
    }

    private static Row step(ElementwiseOp op) {
        Shape shape = Shape.of(40);
        return new Row(op, java.util.Collections.nCopies(op.arity(), shape), -3, 3, false);
    }

    private static Row of(Op op, double low, double high, Shape... operands) {
        return new Row(op, List.of(operands), low, high, true);
    }

    static Stream<Row> rows() {
        return Stream.of(
                elementwise(new Add(), -3, 3),
                elementwise(new Subtract(), -3, 3),
                elementwise(new Multiply(), -3, 3),
                elementwise(new Divide(), 0.5, 3),
                elementwise(new Power(), 0.5, 3),
                elementwise(new Maximum(), -3, 3),
                elementwise(new Minimum(), -3, 3),
                elementwise(new Select(), -3, 3),
                elementwise(new FusedMultiplyAdd(), -3, 3),
                elementwise(new Negate(), -3, 3),
                elementwise(new Absolute(), -3, 3),
                elementwise(new Exp(), -3, 3),
                elementwise(new Expm1(), -3, 3),
                elementwise(new Log(), 0.1, 3),
                elementwise(new Log1p(), -0.8, 3),
                elementwise(new Log1mExp(), -3, -0.1),
                elementwise(new SquareRoot(), 0.1, 3),
                elementwise(new Tanh(), -3, 3),
                elementwise(new Sigmoid(), -3, 3),
                elementwise(new SigmoidComplement(), -3, 3),
                elementwise(new Softplus(), -3, 3),
                elementwise(new LogAddExp(), -3, 3),
                elementwise(new Sine(), -3, 3),
                elementwise(new Cosine(), -3, 3),
                elementwise(new Arctangent(), -3, 3),
                elementwise(new ErrorFunction(), -2, 2),
                elementwise(new NormalCdf(), -3, 3),
                elementwise(new NormalLogCdf(), -3, 3),
                elementwise(new NormalLogCdfDerivative(), -3, 3),
                elementwise(new LogGamma(), 0.3, 6),
                elementwise(new Digamma(), 0.5, 6),
                elementwise(new Trigamma(), 0.5, 6),
                elementwise(new LogGammaHalfDifference(), 0.5, 6),
                elementwise(new DigammaHalfDifference(), 0.5, 6),
                elementwise(new LogBeta(), 0.5, 6),
                elementwise(new StirlingError(), 0.5, 30),
                elementwise(new Deviance(), 0.5, 3),
                step(new LogBinomialCoefficient()),
                step(new Tetragamma()),
                step(new Sign()),
                step(new Detached()),
                elementwise(new LogAddExp(), -3, 3),
                elementwise(new Log1pOfFraction(), 0, 1),
                elementwise(new ExpMantissa(), -0.3, 0.3),
                elementwise(new Mantissa(), 1.05, 1.95),
                step(new ExpExponent()),
                elementwise(new BinaryExponent(), 0.1, 30).withoutDerivative(),
                step(new ScaleByPowerOfTwo()),
                step(new Floor()),
                step(new LessThan()),
                step(new LessOrEqual()),
                step(new EqualTo()),
                of(new Broadcast(Shape.of(3, 40)), -2, 2, Shape.of(40)),
                of(new Broadcast(Shape.of(40, 3)), -2, 2, Shape.of(40, 1)),
                of(new Broadcast(Shape.of(50)), -2, 2, Shape.SCALAR),
                of(new Reshape(Shape.of(5, 8)), -2, 2, Shape.of(40)),
                of(new Take(Indices.of(3, 1, 1, 39), Shape.of(2, 2)), -2, 2, Shape.of(40)),
                of(new Take(Indices.range(35, 2, 1), Shape.of(35)), -2, 2, Shape.of(40)),
                of(new Take(Indices.range(13, 38, -3), Shape.of(13)), -2, 2, Shape.of(40)),
                of(new Put(Indices.of(2, 2, 0, 5), Shape.of(3, 2)), -2, 2, Shape.of(4)),
                of(new Put(Indices.range(40, 3, 2), Shape.of(90)), -2, 2, Shape.of(40)),
                of(new Sum(List.of(0)), -2, 2, Shape.of(40)),
                of(new Sum(List.of(0)), -2, 2, Shape.of(40, 3)),
                of(new Sum(List.of(1)), -2, 2, Shape.of(3, 40)),
                of(new Sum(List.of(1)), -2, 2, Shape.of(4, 5, 6)),
                of(new Sum(List.of(0, 2)), -2, 2, Shape.of(4, 5, 6)),
                of(new MaximumOver(List.of(0)), -2, 2, Shape.of(40)),
                of(new MaximumOver(List.of(1)), -2, 2, Shape.of(4, 5)),
                of(new Concatenate(), -2, 2, Shape.of(40), Shape.SCALAR, Shape.of(2, 3)),
                of(new Interleave(), -2, 2, Shape.of(40), Shape.of(40), Shape.of(8, 5)),
                of(new MatrixMultiply(false, false), -2, 2, Shape.of(40, 3), Shape.of(3, 2)),
                of(new MatrixMultiply(true, false), -2, 2, Shape.of(40, 3), Shape.of(40, 2)),
                of(new MatrixMultiply(false, true), -2, 2, Shape.of(4, 20), Shape.of(3, 20)),
                of(new MatrixMultiply(true, true), -2, 2, Shape.of(20, 4), Shape.of(3, 20)),
                of(new MatrixMultiply(false, false), -2, 2, Shape.of(20, 70), Shape.of(70, 30)),
                of(new MatrixMultiply(false, false), -2, 2, Shape.of(1, 40), Shape.of(40, 1)),
                of(new MatrixMultiply(false, false), -2, 2, Shape.of(5, 1), Shape.of(1, 6)),
                of(new TriangularSolve(false), 0.5, 2, Shape.of(7, 7), Shape.of(7, 3)),
                of(new TriangularSolve(true), 0.5, 2, Shape.of(7, 7), Shape.of(7, 3)),
                new Row(new Cholesky(), List.of(Shape.of(6, 6)), -0.3, 0.3, true),
                new Row(new Cholesky(), List.of(Shape.of(19, 19)), -0.3, 0.3, true),
                of(new CholeskyAdjoint(), -0.3, 0.3, Shape.of(6, 6), Shape.of(6, 6)),
                of(new CholeskyAdjoint(), -0.3, 0.3, Shape.of(19, 19), Shape.of(19, 19)),
                of(new GroupSum(Indices.of(2, 0, 0, 1, 2), 3), -2, 2, Shape.of(5)),
                of(new GroupSum(Indices.range(12, 0, 0), 1), -2, 2, Shape.of(3, 4)),
                of(leastSquares(Indices.range(40, 0, 0), 1), -2, 2, Shape.of(40, 2), Shape.of(40), Shape.of(40))
                        .withoutDerivative(),
                of(leastSquares(thirds(), 3), -2, 2, Shape.of(40, 2), Shape.of(40), Shape.of(40))
                        .withoutDerivative(),
                of(new SymmetricInverse(), -0.3, 0.3, Shape.of(6, 6)),
                of(new LogDeterminant(), -0.3, 0.3, Shape.of(6, 6)),
                of(new QuadraticForm(), -0.3, 0.3, Shape.of(6, 6), Shape.of(6, 1)),
                of(new QuadraticForm(), -0.3, 0.3, Shape.of(6, 6), Shape.of(6, 3)),
                of(new LogDeterminantAdjoint(), -0.3, 0.3, Shape.of(6, 6), Shape.SCALAR),
                of(new LogDeterminantAdjoint(), -0.3, 0.3, Shape.of(6, 6), Shape.SCALAR, Shape.of(6, 3), Shape.SCALAR),
                of(new QuadraticFormAdjoint(), -2, 2, Shape.of(6, 6), Shape.of(6, 1), Shape.SCALAR),
                of(new QuadraticFormAdjoint(), -2, 2, Shape.of(21), Shape.of(6, 3), Shape.SCALAR),
                of(new LogProduct(), -2, 2, Shape.of(4), Shape.of(4, 3)),
                of(new LogProductShares(), -2, 2, Shape.of(4), Shape.of(4, 3), Shape.of(3)),
                of(new Opaque(new Swirl()), -2, 2, Shape.of(5), Shape.of(5)),
                of(new OpaqueAdjoint(new Swirl()), -2, 2, Shape.of(5), Shape.of(5), Shape.of(5))
                        .withoutDerivative(),
                of(scan(6, false), -1, 1, Shape.of(2), Shape.of(6, 3), Shape.SCALAR),
                of(scan(6, true), -1, 1, Shape.of(2), Shape.of(6, 3), Shape.SCALAR),
                of(scan(40, true), -1, 1, Shape.of(2), Shape.of(40, 3), Shape.SCALAR),
                of(scan(1, false), -1, 1, Shape.of(2), Shape.of(1, 3), Shape.SCALAR),
                of(scan(0, false), -1, 1, Shape.of(2), Shape.of(0, 3), Shape.SCALAR));
    }

    /** A recurrence of a carry of two elements, with one output. */
    private static Op scan(int steps, boolean backwards) {
        ScanBuilder builder = new ScanBuilder();
        Tensor carry = Tensor.of(builder.carry(Nodes.zeros(Graphs.variable(2))));
        Tensor element = Tensor.of(builder.element(Graphs.part(Graphs.variable(3 * steps), 0, Shape.of(steps, 3))));
        Tensor factor = Tensor.of(builder.invariant(Graphs.part(Graphs.variable(1), 0, Shape.SCALAR)));
        builder.next(
                carry.node(),
                carry.times(factor).plus(element.slice(0, 2)).tanh().node());
        builder.output(carry.times(element.at(2)).sum().node());
        return builder.build(steps, backwards).op();
    }

    private static Indices thirds() {
        int[] groups = new int[40];
        Arrays.setAll(groups, i -> i % 3);
        return Indices.of(groups);
    }

    /** Two columns, a target and a weight. */
    private static LeastSquares leastSquares(Indices groups, int count) {
        return new LeastSquares(
                List.of(
                        new LeastSquares.Column(0, Indices.range(40, 0, 2)),
                        new LeastSquares.Column(0, Indices.range(40, 1, 2))),
                true,
                new LeastSquares.Column(1, Indices.range(40, 0, 1)),
                new LeastSquares.Column(2, Indices.range(40, 0, 1)),
                groups,
                count);
    }

    /** A function that the graph cannot look into: a sin(b), element by element. */
    record Swirl() implements DifferentiableFunction {
        @Override
        public String name() {
            return "swirl";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> shapes, double[] output) {
            for (int i = 0; i < output.length; i++) {
                output[i] = inputs[0][i] * Math.sin(inputs[1][i]);
            }
        }

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> shapes, double[] adjoint, double[][] inputAdjoints) {
            for (int i = 0; i < adjoint.length; i++) {
                inputAdjoints[0][i] = adjoint[i] * Math.sin(inputs[1][i]);
                inputAdjoints[1][i] = adjoint[i] * inputs[0][i] * Math.cos(inputs[1][i]);
            }
        }
    }

    private static double[] position(Row row, long seed) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
        int size = row.operands.stream().mapToInt(Shape::size).sum();
        double[] position = new double[size];
        Arrays.setAll(position, i -> {
            double value = random.nextDouble(row.low, row.high);
            return Math.abs(value) < 1e-3 ? 0.5 : value;
        });
        return position;
    }

    /** Whether the first operand must be positive definite, and the second, if there is one, its Cholesky factor. */
    private static boolean isOfPositiveDefinite(Op op) {
        return op instanceof Cholesky
                || op instanceof CholeskyAdjoint
                || op instanceof SymmetricInverse
                || op instanceof LogDeterminant
                || op instanceof LogDeterminantAdjoint
                || op instanceof QuadraticForm;
    }

    /** Returns the operation on parts of a variable. */
    private static Node node(Row row, Node variable) {
        List<Node> operands = new ArrayList<>();
        int at = 0;
        for (Shape shape : row.operands) {
            Node operand = Graphs.part(variable, at, shape);
            if (operands.isEmpty() && isOfPositiveDefinite(row.op)) {
                operand = Nodes.add(
                        Nodes.matrixMultiply(operand, operand, false, true),
                        Constant.of(shape, Tensor.identity(shape.dimension(0)).toArray()));
            }
            operands.add(operand);
            at += shape.size();
        }
        if (isOfPositiveDefinite(row.op) && !(row.op instanceof Cholesky)) {
            operands.add(1, Node.of(new Cholesky(), operands.get(0)));
        }
        if (row.op instanceof QuadraticForm) {
            operands.add(Node.of(new TriangularSolve(false), operands.get(1), operands.get(2)));
        }
        if (row.op instanceof LogProduct || row.op instanceof LogProductShares) {
            operands.add(2, Nodes.exp(operands.get(1)));
        }
        return Node.of(row.op, operands);
    }

    private static Node weightedSum(Node node) {
        double[] weights = new double[node.size()];
        Arrays.setAll(weights, i -> 0.3 + (i * 7 % 11) / 5.0);
        return Nodes.sum(Nodes.multiply(node, Constant.of(node.shape(), weights)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void compiledAndInterpretedAgreeBitForBit(Row row) {
        double[] position = position(row, 1);
        Node variable = Graphs.variable(position.length);
        Node node = node(row, variable);
        List<double[]> outputs = Graphs.run(new Compiler("op").compile(List.of(node), variable), position, Map.of());
        double[] plain =
                Interpreter.evaluate(List.of(node), Map.of("x", position)).get(0);
        Graphs.assertClose(outputs.get(0), plain, 1e-13, "without passes");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void foldedConstantsAgreeWithCompiledValues(Row row) {
        double[] position = position(row, 2);
        Node constant = Constant.of(Shape.of(position.length), position);
        Node variable = Graphs.variable(1);
        Program folded = new Compiler("folded").compile(List.of(node(row, constant)), variable);
        Node symbol = Graphs.variable(position.length);
        double[] compiled = Graphs.run(
                        new Compiler("compiled").compile(List.of(node(row, symbol)), symbol), position, Map.of())
                .get(0);
        assertThat(folded.unitCount()).isLessThanOrEqualTo(1);
        Graphs.assertClose(Graphs.run(folded, new double[1], Map.of()).get(0), compiled, 1e-13, "folded");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void derivativeIsTheFiniteDifference(Row row) {
        if (!row.differentiable) {
            return;
        }
        double[] position = position(row, 3);
        Node variable = Graphs.variable(position.length);
        Node scalar = weightedSum(node(row, variable));
        double[] expected = Graphs.finiteDifferences(scalar, position);
        List<double[]> outputs =
                Graphs.run(new Compiler("op").compileWithGradient(List.of(scalar), variable), position, Map.of());
        Graphs.assertClose(outputs.get(1), expected, 2e-7, "gradient of " + row);
        double[] plain = Interpreter.evaluate(
                        Differentiation.gradient(scalar, List.of(variable)), Map.of("x", position))
                .get(0);
        Graphs.assertClose(outputs.get(1), plain, 1e-10, "gradient without passes of " + row);
        double[] wrong = expected.clone();
        wrong[0] = wrong[0] * 1.001 + 1e-3;
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Graphs.assertClose(outputs.get(1), wrong, 2e-7, "negative control"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void operandsMayBeTheSameOrSwapped(Row row) {
        if (!(row.op instanceof BinaryOp)) {
            return;
        }
        double[] position = position(row, 4);
        Node variable = Graphs.variable(position.length);
        Node a = Graphs.part(variable, 0, Shape.of(40));
        Node b = Graphs.part(variable, 40, Shape.of(40));
        List<Node> nodes =
                List.of(Node.of(row.op, a, b), Node.of(row.op, b, a), Node.of(row.op, a, a), Node.of(row.op, b, b));
        List<double[]> outputs = Graphs.run(new Compiler("op").compile(nodes, variable), position, Map.of());
        List<double[]> plain = Interpreter.evaluate(nodes, Map.of("x", position));
        for (int i = 0; i < nodes.size(); i++) {
            Graphs.assertClose(outputs.get(i), plain.get(i), 1e-15, "operands " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void specialValuesAgreeBitForBit(Row row) {
        if (!(row.op instanceof ElementwiseOp)) {
            return;
        }
        double[] special = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, -1, 1e300, -1e300, 1e-310
        };
        double[] position = position(row, 5);
        for (int i = 0; i < position.length; i++) {
            position[i] = special[(i * 3 + i / 10) % special.length];
        }
        Node variable = Graphs.variable(position.length);
        Graphs.run(new Compiler("op").compile(List.of(node(row, variable)), variable), position, Map.of());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRenderedByName(Row row) {
        Node node = node(row, Graphs.variable(position(row, 6).length));
        assertThat(node.toString()).isEqualTo(row.op.name() + node.shape()).doesNotContain("@");
    }

    @Test
    void everyOperationHasARow() {
        Set<String> tested =
                rows().map(row -> row.op.getClass().getSimpleName()).collect(Collectors.toSet());
        Set<String> known = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("org.ppl4j.graph")) {
            if (type.isAssignableTo(Op.class)
                    && !type.isInterface()
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                known.add(type.getSimpleName());
            }
        }
        known.removeAll(Set.of("Constant", "Variable", "Data", "Parameter", "Swirl"));
        assertThat(tested).containsAll(known);
    }
}
