package org.ppl4j.math;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ElementaryTest {

    private static final double[] SPECIAL_VALUES = {
        0.0,
        -0.0,
        1,
        -1,
        2,
        -2,
        3,
        -3,
        0.5,
        -0.5,
        NaN,
        POSITIVE_INFINITY,
        NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        709.782712893384,
        709.7827128933841,
        -745.1332191019411,
        -745.1332191019412,
        0x1p52,
        0x1p52 + 1,
        -(0x1p52 + 1),
        0x1p53,
        0x1p53 + 2
    };

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("exp", Elementary::exp),
            Map.entry("expm1", Elementary::expm1),
            Map.entry("log", Elementary::log),
            Map.entry("log1p", Elementary::log1p),
            Map.entry("tanh", Elementary::tanh),
            Map.entry("sigmoid", Elementary::sigmoid),
            Map.entry("softplus", Elementary::softplus),
            Map.entry("log1mExp", Elementary::log1mExp),
            Map.entry("sin", Elementary::sin),
            Map.entry("cos", Elementary::cos),
            Map.entry("atan", Elementary::atan),
            Map.entry("erf", Elementary::erf),
            Map.entry("erfc", Elementary::erfc));

    private static final Map<String, DoubleUnaryOperator> STRICT = Map.of(
            "exp", StrictMath::exp,
            "expm1", StrictMath::expm1,
            "log", StrictMath::log,
            "log1p", StrictMath::log1p,
            "tanh", StrictMath::tanh,
            "sin", StrictMath::sin,
            "cos", StrictMath::cos,
            "atan", StrictMath::atan);

    private static final List<ReferenceTable.Row> TABLE = ReferenceTable.read("elementary.csv");

    private static DoubleUnaryOperator function(String name) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name);
    }

    private static DoubleUnaryOperator strict(String name) {
        return Objects.requireNonNull(STRICT.get(name), name);
    }

    static Stream<String> functions() {
        return FUNCTIONS.keySet().stream().sorted();
    }

    static Stream<String> strictFunctions() {
        return STRICT.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void isWithinTwoUlpOfTheTable(String name) {
        DoubleUnaryOperator function = function(name);
        assertWithinTwoUlp(name, (x, y) -> function.applyAsDouble(x), 400);
    }

    @Test
    void powIsWithinTwoUlpOfTheTable() {
        assertWithinTwoUlp("pow", Elementary::pow, 1000);
    }

    private static void assertWithinTwoUlp(String name, DoubleBinaryOperator function, int rows) {
        ReferenceTable.Worst worst = ReferenceTable.worst(TABLE, name, function, ReferenceTable::ulps);
        System.out.printf("%s: %.3f ulp at %s%n", name, worst.error(), worst.row());
        assertThat(worst.rows()).isGreaterThan(rows);
        assertThat(worst.error()).as("%s", worst).isLessThanOrEqualTo(2);
    }

    /** The check of the check: four units in the last place of error must not pass. */
    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionFourUlpOffFailsTheTable(String name) {
        DoubleUnaryOperator function = function(name);
        ReferenceTable.Worst worst = ReferenceTable.worst(
                TABLE,
                name,
                (x, y) -> {
                    double value = function.applyAsDouble(x);
                    return value + 4 * Math.ulp(value);
                },
                ReferenceTable::ulps);
        assertThat(worst.error()).isGreaterThan(3.5);
    }

    /** StrictMath is itself within one ulp (its tanh 2.5), so that the difference is at most two and that much. */
    @ParameterizedTest
    @MethodSource("strictFunctions")
    void staysCloseToStrictMathOnRandomArguments(String name) {
        DoubleUnaryOperator function = function(name);
        DoubleUnaryOperator strict = strict(name);
        SplittableRandom random = new SplittableRandom(20240611);
        List<DoubleSupplier> arguments = List.of(
                () -> Double.longBitsToDouble(random.nextLong()),
                () -> random.nextDouble(-3, 3),
                () -> random.nextDouble(-760, 760),
                () -> Math.scalb(random.nextDouble(-2, 2), random.nextInt(-60, 30)),
                () -> 1 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(0, 50)));
        double bound = name.equals("tanh") ? 4 : 3;
        for (DoubleSupplier argument : arguments) {
            for (int i = 0; i < 100_000; i++) {
                double x = argument.getAsDouble();
                double expected = strict.applyAsDouble(x);
                double difference = difference(function.applyAsDouble(x), expected);
                if (difference > bound) {
                    assertThat(difference).as("%s(%s)", name, x).isLessThanOrEqualTo(bound);
                }
            }
        }
    }

    @Test
    void powStaysCloseToStrictMathOnRandomArguments() {
        SplittableRandom random = new SplittableRandom(20240612);
        for (int i = 0; i < 300_000; i++) {
            double x = Math.scalb(random.nextDouble(-2, 2), random.nextInt(-40, 40));
            double y = (i & 1) == 0 ? random.nextInt(-30, 30) : random.nextDouble(-30, 30);
            double difference = difference(Elementary.pow(x, y), StrictMath.pow(x, y));
            if (difference > 2) {
                assertThat(difference).as("pow(%s, %s)", x, y).isLessThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("strictFunctions")
    void hasTheSpecialValuesOfMath(String name) {
        for (double x : SPECIAL_VALUES) {
            double computed = function(name).applyAsDouble(x);
            assertThat(difference(computed, strict(name).applyAsDouble(x)))
                    .as("%s(%s) = %s", name, x, computed)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void powHasTheSpecialValuesOfMath() {
        for (double x : SPECIAL_VALUES) {
            for (double y : SPECIAL_VALUES) {
                double computed = Elementary.pow(x, y);
                assertThat(difference(computed, StrictMath.pow(x, y)))
                        .as("pow(%s, %s) = %s", x, y, computed)
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sigmoid, -Infinity, 0.0",
        "sigmoid, Infinity, 1.0",
        "sigmoid, 0.0, 0.5",
        "sigmoid, -0.0, 0.5",
        "sigmoid, NaN, NaN",
        "sigmoid, -746, 0.0",
        "sigmoid, -745, 4.9E-324",
        "sigmoid, 40, 1.0",
        "softplus, -Infinity, 0.0",
        "softplus, Infinity, Infinity",
        "softplus, NaN, NaN",
        "softplus, 1e308, 1e308",
        "softplus, -745, 4.9E-324",
        "softplus, 0.0, 0.6931471805599453",
        "log1mExp, 0.0, -Infinity",
        "log1mExp, -0.0, -Infinity",
        "log1mExp, 1e-300, NaN",
        "log1mExp, Infinity, NaN",
        "log1mExp, -Infinity, -0.0",
        "log1mExp, NaN, NaN",
        "log1mExp, -745, -4.9E-324",
        "log1mExp, -800, -0.0",
        "erf, -0.0, -0.0",
        "erf, 0.0, 0.0",
        "erf, Infinity, 1.0",
        "erf, -Infinity, -1.0",
        "erf, NaN, NaN",
        "erf, 6, 1.0",
        "erfc, Infinity, 0.0",
        "erfc, -Infinity, 2.0",
        "erfc, NaN, NaN",
        "erfc, 0.0, 1.0",
        "erfc, 28, 0.0",
        "erfc, -6, 2.0",
        "tanh, 1e-300, 1e-300",
        "tanh, -1e-300, -1e-300",
        "tanh, 4.9E-324, 4.9E-324",
        "expm1, -40, -1.0"
    })
    void hasExactValues(String name, double x, double expected) {
        assertThat(Double.doubleToLongBits(function(name).applyAsDouble(x)))
                .as("%s(%s) = %s", name, x, function(name).applyAsDouble(x))
                .isEqualTo(Double.doubleToLongBits(expected));
    }

    @Test
    void powOfSmallIntegersIsExact() {
        for (int base = -10; base <= 10; base++) {
            double expected = 1;
            for (int exponent = 0; exponent <= 15; exponent++) {
                assertThat(Elementary.pow(base, exponent))
                        .as("%s^%s", base, exponent)
                        .isEqualTo(expected);
                expected *= base;
            }
        }
    }

    /** Zero for the same bits, infinite for a different kind or sign of zero, infinity or NaN, else in ulps. */
    private static double difference(double computed, double expected) {
        if (Double.doubleToLongBits(computed) == Double.doubleToLongBits(expected)) {
            return 0;
        }
        if (!Double.isFinite(computed) || !Double.isFinite(expected) || computed == expected) {
            return POSITIVE_INFINITY;
        }
        return Math.abs(computed - expected) / Math.ulp(expected);
    }

    @Test
    void theComplementIsTheLogisticFunctionOfTheNegative() {
        for (double x : new double[] {0, -0.0, 1e-300, 0.3, -0.3, 5, -40, 745, -746, Double.POSITIVE_INFINITY}) {
            assertThat(Double.doubleToRawLongBits(Elementary.sigmoidComplement(x)))
                    .isEqualTo(Double.doubleToRawLongBits(Elementary.sigmoid(-x)));
        }
        assertThat(Elementary.sigmoidComplement(Double.NaN)).isNaN();
    }

    @Test
    void logAddExpOfExtremes() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(Elementary.logAddExp(-infinity, -infinity)).isEqualTo(-infinity);
        assertThat(Elementary.logAddExp(-infinity, 3)).isEqualTo(3);
        assertThat(Elementary.logAddExp(infinity, infinity)).isEqualTo(infinity);
        assertThat(Elementary.logAddExp(1, infinity)).isEqualTo(infinity);
        assertThat(Elementary.logAddExp(Double.NaN, 1)).isNaN();
        assertThat(Elementary.logAddExp(1, Double.NaN)).isNaN();
        assertThat(Elementary.logAddExp(1000, 1000)).isEqualTo(1000 + Math.log(2));
        assertThat(Elementary.logAddExp(-5, 7)).isEqualTo(7 + Elementary.softplus(-12));
        assertThat(Elementary.logAddExp(7, -5)).isEqualTo(Elementary.logAddExp(-5, 7));
    }
}
