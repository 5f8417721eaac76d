package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Graphs;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.Program;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/** Sums of squares of data far from zero: by statistics they are as accurate as row by row, and unlike by X'X. */
class FarFromZeroTest {

    private static final int ROWS = 2_000;
    private static final MathContext DIGITS = new MathContext(60);

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1e6, 1e-3, 1e8", "-1e5, 1, 1e9", "1e3, 10, -1e12"})
    void statisticsLoseNoDigits(double centre, double spread, double height) {
        SplittableRandom random = new SplittableRandom(8);
        double slope = 1.7;
        double intercept = height - slope * centre;
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = centre + spread * random.nextGaussian();
            y[i] = intercept + slope * x[i] + random.nextGaussian();
        }
        Node variable = Graphs.variable(2);
        Tensor q = Tensor.of(variable);
        Tensor residual = Tensor.of(y).minus(Tensor.of(x).times(q.at(1)).plus(q.at(0)));
        Node sum = residual.square().sum().node();
        double[] position = {intercept + 0.3, slope + 0.01 / Math.max(1, Math.abs(centre))};

        double exact = exact(x, y, position);
        double folded = value(sum, variable, position, EnumSet.allOf(Optimization.class));
        double direct =
                value(sum, variable, position, EnumSet.complementOf(EnumSet.of(Optimization.SUFFICIENT_STATISTICS)));
        double allowed = Math.max(4 * Math.abs(direct - exact), 1e-13 * exact);
        assertThat(Math.abs(folded - exact))
                .as("folded %s, direct %s, exact %s", folded, direct, exact)
                .isLessThanOrEqualTo(allowed);
        if (height != 0) {
            assertThat(Math.abs(byProducts(x, y, position) - exact)).isGreaterThan(allowed);
        }
    }

    private static double value(Node sum, Node variable, double[] position, EnumSet<Optimization> optimizations) {
        Program program = new Compiler("far", optimizations).compile(List.of(sum), variable);
        return Graphs.run(program, position, Map.of()).get(0)[0];
    }

    private static double exact(double[] x, double[] y, double[] position) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < ROWS; i++) {
            BigDecimal residual = new BigDecimal(y[i])
                    .subtract(new BigDecimal(position[0]))
                    .subtract(new BigDecimal(position[1]).multiply(new BigDecimal(x[i])));
            sum = sum.add(residual.multiply(residual), DIGITS);
        }
        return sum.doubleValue();
    }

    /** What the sums of products would give. */
    private static double byProducts(double[] x, double[] y, double[] position) {
        double a = position[0];
        double b = position[1];
        double sums = 0;
        double xs = 0;
        double ys = 0;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < ROWS; i++) {
            xs += x[i];
            ys += y[i];
            xx += x[i] * x[i];
            xy += x[i] * y[i];
            sums += y[i] * y[i];
        }
        return sums + ROWS * a * a + b * b * xx - 2 * a * ys - 2 * b * xy + 2 * a * b * xs;
    }
}
