package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Rows of data with one mean and one covariance: how many they are does not matter once the data are bound. */
class ScatterFoldTest {

    private static final int ROWS = 60;

    /** Smaller systems are taken apart into rows before sums are looked for. */
    private static final int SIZE = 5;

    private static final int TERMS = ROWS * SIZE;

    private final Node variable = Graphs.variable(SIZE + SIZE * SIZE);
    private final Tensor mean = Tensor.of(Graphs.part(variable, 0, Shape.of(SIZE)));

    /** Any matrix: its lower triangle, with a diagonal far from zero. */
    private final Tensor factor = Tensor.of(Graphs.part(variable, SIZE, Shape.of(SIZE, SIZE)))
            .plus(Tensor.identity(SIZE).times(3));

    private static double[] noise(int size) {
        return new SplittableRandom(5).doubles(size, -2, 2).toArray();
    }

    private static Tensor rows() {
        return Tensor.of(noise(TERMS)).reshape(ROWS, SIZE);
    }

    private static Tensor squares(Tensor factor, Tensor residuals) {
        return factor.solveLower(residuals.transpose()).square();
    }

    @Test
    void squaresOfSolutionsAreFolded() {
        Folding.assertFolded(squares(factor, rows().minus(mean)).sum(), variable, TERMS);
        Folding.assertFolded(squares(factor, mean.minus(rows())).sum(0).sum(), variable, TERMS);
        Folding.assertFolded(squares(factor, rows().minus(mean.at(1))).sum(), variable, TERMS);
        Folding.assertFolded(squares(factor, rows()).sum(1).sum().times(mean.at(0)), variable, TERMS);
    }

    @Test
    void squaresByACovarianceAreFolded() {
        Tensor covariance = factor.dot(factor.transpose()).plus(Tensor.identity(SIZE));
        Tensor lower = covariance.cholesky();
        Tensor density = squares(lower, rows().minus(mean))
                .sum()
                .plus(lower.diagonal().log().sum());
        Folding.assertFolded(density, variable, TERMS);
    }

    @Test
    void manyColumnsAreFoldedInMatrices() {
        int size = 12;
        Node many = Graphs.variable(size + size * size);
        Tensor wide = Tensor.of(Graphs.part(many, size, Shape.of(size, size)))
                .plus(Tensor.identity(size).times(9));
        Tensor centre = Tensor.of(Graphs.part(many, 0, Shape.of(size)));
        Tensor data = Tensor.of(noise(40 * size)).reshape(40, size);
        Folding.assertFolded(squares(wide, data.minus(centre)).sum(), many, 40 * size);
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * SIZE + 1, 2 * SIZE + 2})
    void fewRowsAreLeft(int rows) {
        Tensor data = Tensor.of(noise(rows * SIZE)).reshape(rows, SIZE);
        Program program = Folding.folded(squares(factor, data.minus(mean)).sum(), variable);
        assertThat(program.explain().contains("sum folded")).isEqualTo(rows == 2 * SIZE + 2);
    }

    @Test
    void whatIsUsedOtherwiseOrDiffersByRowIsLeft() {
        Tensor solved = factor.solveLower(rows().minus(mean).transpose());
        Folding.assertLeft(solved.square().sum().plus(solved.tanh().sum()), variable, TERMS);
        Folding.assertLeft(solved.square().sum(0).log().sum(), variable, TERMS);
        Folding.assertLeft(solved.square().slice(0, 2).sum(), variable, TERMS);
        Tensor moving = mean.at(0).times(Tensor.of(noise(ROWS))).insertAxis(1);
        Folding.assertLeft(squares(factor, rows().minus(moving)).sum(), variable, TERMS);
        Program kept =
                new Compiler("kept").compile(List.of(solved.square().sum().node(), solved.node()), variable);
        assertThat(kept.explain()).doesNotContain("sum folded");
    }

    /** The digits that cancel are those of the data and their mean, not of their squares. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e6, -1e9})
    void dataFarFromZeroLoseNoDigits(double height) {
        double[] data = noise(TERMS);
        for (int i = 0; i < TERMS; i++) {
            data[i] += height * (1 + i % SIZE);
        }
        Tensor identity = Tensor.identity(SIZE).plus(factor.times(0));
        Tensor sum = squares(identity, Tensor.of(data).reshape(ROWS, SIZE).minus(mean))
                .sum();
        double[] position = new double[variable.size()];
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < TERMS; i++) {
            position[i % SIZE] = height * (1 + i % SIZE) + 0.3;
            BigDecimal residual = new BigDecimal(data[i]).subtract(new BigDecimal(position[i % SIZE]));
            exact = exact.add(residual.multiply(residual), new MathContext(60));
        }
        Program program = new Compiler("far").compile(List.of(sum.node()), variable);
        assertThat(program.explain()).contains("sum folded: " + TERMS + " terms into 30 numbers");
        double folded = Graphs.run(program, position, Map.of()).get(0)[0];
        assertThat(Math.abs(folded / exact.doubleValue() - 1)).isLessThan(1e-13);
    }
}
