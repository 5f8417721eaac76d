package org.ppl4j.compile.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.compile.schedule.BinaryStep;
import org.ppl4j.graph.Cholesky;
import org.ppl4j.graph.CholeskyAdjoint;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Exp;
import org.ppl4j.graph.LogDeterminant;
import org.ppl4j.graph.LogDeterminantAdjoint;
import org.ppl4j.graph.Matrices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.QuadraticForm;
import org.ppl4j.graph.QuadraticFormAdjoint;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SymmetricInverse;
import org.ppl4j.graph.Topology;
import org.ppl4j.tensor.Tensor;

/** What becomes of the covariance matrices of Gaussian processes, and of their derivatives. */
class CovarianceTest {

    private static final int[] SIZES = {6, 7, 17, 40};

    private static Tensor noise(int size, long seed) {
        return Tensor.of(new SplittableRandom(seed).doubles(size, -1, 1).toArray());
    }

    /** Returns a squared-exponential covariance of points, with the variable's second element as the noise. */
    private static Tensor covariance(Tensor variable, Tensor points) {
        Tensor distances = points.insertAxis(1).minus(points);
        Tensor kernel = distances.square().times(variable.at(0).exp().negate()).exp();
        Tensor diagonal = Tensor.identity(points.size()).times(variable.at(1).exp());
        return kernel.plus(diagonal);
    }

    private static Tensor logDensity(Tensor factor, Tensor value) {
        Tensor quadraticForm = factor.solveLower(value).square().sum();
        return quadraticForm.times(-0.5).minus(factor.diagonal().log().sum());
    }

    private static long count(Program program, Class<?> op) {
        return Topology.sort(Graphs.outputs(program)).stream()
                .filter(node -> op.isInstance(node.op()))
                .count();
    }

    private static Node only(Program program, Class<?> op) {
        List<Node> found = Topology.sort(Graphs.outputs(program)).stream()
                .filter(node -> op.isInstance(node.op()))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Compiles a scalar and its gradient, with all parts of the compiler and without some; all must agree. */
    private static Program check(Node scalar, Node variable, double[] position) {
        double[] expected = Graphs.finiteDifferences(scalar, position);
        double value = Graphs.plain(scalar, position);
        Program program = null;
        for (EnumSet<Optimization> without : List.of(
                EnumSet.of(Optimization.DETERMINANTS),
                EnumSet.of(Optimization.TRIANGLES),
                EnumSet.of(Optimization.STRUCTURE),
                EnumSet.allOf(Optimization.class),
                EnumSet.noneOf(Optimization.class))) {
            Compiler compiler = new Compiler("covariance", EnumSet.complementOf(without));
            program = compiler.compileWithGradient(List.of(scalar), variable);
            List<double[]> outputs = Graphs.run(program, position, Map.of());
            Graphs.assertClose(outputs.get(0), new double[] {value}, 1e-11, "value without " + without);
            Graphs.assertClose(outputs.get(1), expected, 1e-6, "gradient without " + without);
        }
        return java.util.Objects.requireNonNull(program);
    }

    @Test
    void aMarginalProcessTakesOneFactorisationAndOneInverseOfTriangles() {
        for (int n : SIZES) {
            Node variable = Graphs.variable(2);
            Tensor covariance = covariance(Tensor.of(variable), noise(n, 1));
            Node scalar = logDensity(covariance.cholesky(), noise(n, 2)).node();
            Program program = check(scalar, variable, new double[] {0.3, -0.5});
            int packed = n * (n + 1) / 2;
            assertThat(only(program, Cholesky.class).input(0).shape()).isEqualTo(Shape.of(packed));
            Node adjoint = only(program, LogDeterminantAdjoint.class);
            assertThat(adjoint.shape()).isEqualTo(Shape.of(packed));
            assertThat(adjoint.inputs()).as("the quadratic form's with it").hasSize(5);
            assertThat(count(program, QuadraticFormAdjoint.class)).isZero();
            assertThat(count(program, CholeskyAdjoint.class)).isZero();
            assertThat(Topology.sort(Graphs.outputs(program)))
                    .filteredOn(node -> node.op() instanceof Exp)
                    .allMatch(node -> node.size() <= packed);
        }
    }

    @Test
    void aLatentProcessIsDifferentiatedThroughItsFactorAsTriangles() {
        for (int n : SIZES) {
            Node variable = Graphs.variable(2 + n);
            Tensor all = Tensor.of(variable);
            Tensor latent = covariance(all, noise(n, 3)).cholesky().dot(all.slice(2, 2 + n));
            Node scalar = latent.minus(noise(n, 4)).square().sum().node();
            double[] position = noise(2 + n, 5).toArray();
            Program program = check(scalar, variable, position);
            Node adjoint = only(program, CholeskyAdjoint.class);
            assertThat(adjoint.shape()).isEqualTo(Shape.of(n * (n + 1) / 2));
            assertThat(adjoint.input(2).shape()).isEqualTo(adjoint.shape());
        }
    }

    @Test
    void thePointsMayBeRandom() {
        int n = 9;
        Node variable = Graphs.variable(2 + n);
        Tensor all = Tensor.of(variable);
        Tensor covariance = covariance(all, all.slice(2, 2 + n));
        check(
                logDensity(covariance.cholesky(), noise(n, 6)).node(),
                variable,
                noise(2 + n, 7).toArray());
    }

    @Test
    void theNoiseMayBeADiagonalMatrix() {
        int n = 12;
        Node variable = Graphs.variable(2 + n);
        Tensor all = Tensor.of(variable);
        Tensor own = all.slice(2, 2 + n).exp().toDiagonalMatrix();
        Tensor covariance = covariance(all, noise(n, 8)).plus(own);
        Program program = check(
                logDensity(covariance.cholesky(), noise(n, 9)).node(),
                variable,
                noise(2 + n, 10).toArray());
        assertThat(only(program, Cholesky.class).input(0).shape()).isEqualTo(Shape.of(n * (n + 1) / 2));
    }

    @Test
    void aMatrixThatIsReadAsAWholeIsNotPacked() {
        int n = 20;
        Node variable = Graphs.variable(2);
        Tensor covariance = covariance(Tensor.of(variable), noise(n, 11));
        Node scalar = logDensity(covariance.cholesky(), noise(n, 12))
                .plus(covariance.dot(noise(n, 13)).square().sum())
                .node();
        Program program = check(scalar, variable, new double[] {0.2, 0.1});
        assertThat(only(program, Cholesky.class).input(0).shape()).isEqualTo(Shape.of(n, n));
        assertThat(count(program, Exp.class)).as("the parameters'").isEqualTo(2);
        assertThat(Topology.sort(Graphs.outputs(program)).stream().filter(node -> node.op() == BinaryStep.EXP_SCALED))
                .as("the kernel's, in steps")
                .hasSize(1);
    }

    @Test
    void aFactorThatIsReadOtherwiseIsShared() {
        int n = 8;
        Node variable = Graphs.variable(2 + n);
        Tensor all = Tensor.of(variable);
        Tensor factor = covariance(all, noise(n, 14)).cholesky();
        Node scalar = logDensity(factor, all.slice(2, 2 + n))
                .plus(factor.dot(noise(n, 15)).square().sum())
                .node();
        Program program = check(scalar, variable, noise(2 + n, 16).toArray());
        assertThat(count(program, Cholesky.class)).isEqualTo(1);
        assertThat(count(program, CholeskyAdjoint.class)).isEqualTo(1);
        assertThat(count(program, LogDeterminant.class)).isEqualTo(1);
    }

    @Test
    void severalValuesOfOneProcessShareItsInverse() {
        int n = 10;
        Node variable = Graphs.variable(2);
        Tensor factor = covariance(Tensor.of(variable), noise(n, 17)).cholesky();
        Tensor values = noise(3 * n, 18).reshape(3, n);
        Tensor each = factor.solveLower(values.transpose()).square().sum(0).times(-0.5);
        Node scalar = each.minus(factor.diagonal().log().sum()).sum().node();
        Program program = check(scalar, variable, new double[] {0.3, -0.5});
        assertThat(count(program, QuadraticForm.class)).isEqualTo(1);
        assertThat(only(program, LogDeterminantAdjoint.class).inputs()).hasSize(5);
        assertThat(count(program, QuadraticFormAdjoint.class)).isZero();
        assertThat(count(program, CholeskyAdjoint.class)).isZero();
    }

    @Test
    void ofACovarianceThatIsNotPositiveDefiniteAllIsNaN() {
        int n = 20;
        Node variable = Graphs.variable(2);
        Tensor kernel = covariance(Tensor.of(variable), noise(n, 19))
                .minus(Tensor.identity(n).times(5));
        Node scalar = logDensity(kernel.cholesky(), noise(n, 20)).node();
        Program program = new Compiler("indefinite").compileWithGradient(List.of(scalar), variable);
        List<double[]> outputs = Graphs.run(program, new double[2], Map.of());
        assertThat(outputs.get(0)).containsOnly(Double.NaN);
        assertThat(outputs.get(1)).containsOnly(Double.NaN);
    }

    /** Returns a positive-definite matrix of a variable's elements: all of it, or its lower triangle, packed. */
    private static Node positiveDefinite(Node variable, int n, boolean packed) {
        Node root = Graphs.part(variable, 0, Shape.of(n, n));
        Tensor matrix = Tensor.of(root).dot(Tensor.of(root).transpose()).plus(Tensor.identity(n));
        return packed
                ? matrix.take(Shape.of(n * (n + 1) / 2), Matrices.lowerIndices(n))
                        .node()
                : matrix.node();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void secondDerivativesAreFiniteDifferencesOfTheFirst(boolean packed) {
        int n = 5;
        Node variable = Graphs.variable(n * n + n);
        Tensor right = Tensor.of(Graphs.part(variable, n * n, Shape.of(n)));
        Node matrix = positiveDefinite(variable, n, packed);
        Tensor factor = Tensor.of(Node.of(new Cholesky(), matrix));
        Node logDeterminant = Node.of(new LogDeterminant(), matrix, factor.node());
        Node column = right.reshape(n, 1).node();
        Node solution = factor.solveLower(Tensor.of(column)).node();
        Node quadraticForm = Node.of(new QuadraticForm(), matrix, factor.node(), column, solution);
        Node inverse = Node.of(new SymmetricInverse(), matrix, factor.node());
        Node weights = Tensor.of(column).exp().node();
        Node adjoint = Node.of(
                new LogDeterminantAdjoint(),
                matrix,
                factor.node(),
                right.at(0).node(),
                weights,
                right.at(1).node());
        double[] position = noise(n * n + n, 21).toArray();
        for (Node node : List.of(
                logDeterminant,
                quadraticForm,
                Tensor.of(inverse)
                        .times(noise(inverse.size(), 22).reshape(inverse.shape()))
                        .sum()
                        .node(),
                Tensor.of(adjoint)
                        .timesElementwise(noise(adjoint.size(), 25).reshape(adjoint.shape()))
                        .sum()
                        .node(),
                factor.dot(right).square().sum().node(),
                factor.times(noise(n * n, 23).reshape(n, n)).sum().node())) {
            Node gradient = Differentiation.gradient(node, List.of(variable)).get(0);
            Graphs.assertClose(
                    Interpreter.evaluate(List.of(gradient), Map.of("x", position))
                            .get(0),
                    Graphs.finiteDifferences(node, position),
                    1e-7,
                    "gradient of " + node);
            Node slope = Tensor.of(gradient)
                    .timesElementwise(noise(gradient.size(), 24))
                    .sum()
                    .node();
            double[] second = Interpreter.evaluate(
                            Differentiation.gradient(slope, List.of(variable)), Map.of("x", position))
                    .get(0);
            double[] expected = Graphs.finiteDifferences(slope, position);
            double scale =
                    Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
            assertThat(second).as("second derivative of " + node).hasSameSizeAs(expected);
            for (int i = 0; i < second.length; i++) {
                assertThat(Math.abs(second[i] - expected[i]))
                        .as("%s, %d", node, i)
                        .isLessThan(1e-7 * scale);
            }
        }
    }
}
