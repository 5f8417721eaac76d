package org.ppl4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialTest {

    private static final Map<String, DoubleBinaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("logGamma", (x, y) -> Special.logGamma(x)),
            Map.entry("digamma", (x, y) -> Special.digamma(x)),
            Map.entry("trigamma", (x, y) -> Special.trigamma(x)),
            Map.entry("polygamma2", (x, y) -> Special.polygamma(2, x)),
            Map.entry("polygamma3", (x, y) -> Special.polygamma(3, x)),
            Map.entry("polygamma12", (x, y) -> Special.polygamma(12, x)),
            Map.entry("logGammaHalfDifference", (x, y) -> Special.logGammaHalfDifference(x)),
            Map.entry("digammaHalfDifference", (x, y) -> Special.digammaHalfDifference(x)),
            Map.entry("logFactorial", (x, y) -> Special.logFactorial(x)),
            Map.entry("logBeta", Special::logBeta),
            Map.entry("logBinomialCoefficient", Special::logBinomialCoefficient),
            Map.entry("normalCdf", (x, y) -> Special.normalCdf(x)),
            Map.entry("normalLogCdf", (x, y) -> Special.normalLogCdf(x)),
            Map.entry("normalLogCdfDerivative", (x, y) -> Special.normalLogCdfDerivative(x)),
            Map.entry("normalQuantile", (x, y) -> Special.normalQuantile(x)),
            Map.entry("erfInverse", (x, y) -> Special.erfInverse(x)));

    /** Those with a zero inside their domain, where the error is absolute; the others are relative throughout. */
    private static final Set<String> WITH_ZEROS =
            Set.of("logGamma", "digamma", "logGammaHalfDifference", "logBeta", "logBinomialCoefficient");

    private static final List<ReferenceTable.Row> TABLE = ReferenceTable.read("special.csv");

    private static DoubleBinaryOperator function(String name) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name);
    }

    static Stream<String> functions() {
        return FUNCTIONS.keySet().stream().sorted();
    }

    private static ReferenceTable.ErrorMeasure measure(String name) {
        return WITH_ZEROS.contains(name) ? ReferenceTable::relativeOrAbsolute : ReferenceTable::relative;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void isWithinItsBoundOfTheTable(String name) {
        ReferenceTable.Worst worst = ReferenceTable.worst(TABLE, name, function(name), measure(name));
        System.out.printf("%s: %.2e at %s%n", name, worst.error(), worst.row());
        assertThat(worst.rows()).isGreaterThan(90);
        assertThat(worst.error()).as("%s", worst).isLessThanOrEqualTo(1e-14);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionThreePartsInTenToTheFourteenOffFailsTheTable(String name) {
        DoubleBinaryOperator function = function(name);
        ReferenceTable.Worst worst =
                ReferenceTable.worst(TABLE, name, (x, y) -> function.applyAsDouble(x, y) * (1 + 3e-14), measure(name));
        assertThat(worst.error()).isGreaterThan(2e-14);
    }

    /** Beyond the promise: these are relatively accurate also next to their zeros on the positive axis. */
    @Test
    void logGammaAndDigammaAreRelativelyAccurateNextToTheirPositiveZeros() {
        List<ReferenceTable.Row> rows =
                TABLE.stream().filter(row -> row.x() > 1e-3 && row.x() < 2.2).toList();
        for (String name : List.of("logGamma", "digamma", "logFactorial")) {
            ReferenceTable.Worst worst = ReferenceTable.worst(rows, name, function(name), ReferenceTable::relative);
            assertThat(worst.error()).as("%s", worst).isLessThanOrEqualTo(1e-14);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "logGamma, NaN, NaN",
        "logGamma, Infinity, Infinity",
        "logGamma, -Infinity, Infinity",
        "logGamma, 0.0, Infinity",
        "logGamma, -0.0, Infinity",
        "logGamma, -3, Infinity",
        "logGamma, 1, 0.0",
        "logGamma, 2, 0.0",
        "logGamma, 1e308, Infinity",
        "digamma, NaN, NaN",
        "digamma, Infinity, Infinity",
        "digamma, -Infinity, NaN",
        "digamma, 0.0, -Infinity",
        "digamma, -0.0, Infinity",
        "digamma, -2, NaN",
        "trigamma, NaN, NaN",
        "trigamma, Infinity, 0.0",
        "trigamma, -Infinity, NaN",
        "trigamma, 0.0, Infinity",
        "trigamma, -5, Infinity",
        "polygamma2, -1.5, NaN",
        "polygamma2, NaN, NaN",
        "polygamma2, 0.0, -Infinity",
        "polygamma3, 0.0, Infinity",
        "polygamma3, Infinity, 0.0",
        "logGammaHalfDifference, -1, NaN",
        "logGammaHalfDifference, NaN, NaN",
        "logGammaHalfDifference, 0.0, -Infinity",
        "logGammaHalfDifference, Infinity, Infinity",
        "digammaHalfDifference, -1, NaN",
        "digammaHalfDifference, 0.0, Infinity",
        "digammaHalfDifference, Infinity, 0.0",
        "logFactorial, 0, 0.0",
        "logFactorial, 1, 0.0",
        "logFactorial, -0.5, NaN",
        "logFactorial, NaN, NaN",
        "normalCdf, -Infinity, 0.0",
        "normalCdf, Infinity, 1.0",
        "normalCdf, 0.0, 0.5",
        "normalCdf, NaN, NaN",
        "normalLogCdf, -Infinity, -Infinity",
        "normalLogCdf, Infinity, -0.0",
        "normalLogCdf, NaN, NaN",
        "normalLogCdfDerivative, -Infinity, Infinity",
        "normalLogCdfDerivative, Infinity, 0.0",
        "normalLogCdfDerivative, NaN, NaN",
        "normalQuantile, 0.0, -Infinity",
        "normalQuantile, 1, Infinity",
        "normalQuantile, 0.5, 0.0",
        "normalQuantile, -0.1, NaN",
        "normalQuantile, 1.1, NaN",
        "normalQuantile, NaN, NaN",
        "erfInverse, 0.0, 0.0",
        "erfInverse, -0.0, -0.0",
        "erfInverse, 1, Infinity",
        "erfInverse, -1, -Infinity",
        "erfInverse, 2, NaN",
        "erfInverse, NaN, NaN"
    })
    void hasExactValues(String name, double x, double expected) {
        double computed = function(name).applyAsDouble(x, Double.NaN);
        assertThat(Double.doubleToLongBits(computed))
                .as("%s(%s) = %s", name, x, computed)
                .isEqualTo(Double.doubleToLongBits(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "logBeta, 0, 1, Infinity",
        "logBeta, 1, 0, Infinity",
        "logBeta, -1, 2, NaN",
        "logBeta, NaN, 2, NaN",
        "logBeta, 2, NaN, NaN",
        "logBeta, Infinity, 2, -Infinity",
        "logBeta, 0, Infinity, NaN",
        "logBinomialCoefficient, 5, 0, 0.0",
        "logBinomialCoefficient, 5, 5, 0.0",
        "logBinomialCoefficient, 5, 6, -Infinity",
        "logBinomialCoefficient, 5, -1, -Infinity",
        "logBinomialCoefficient, -1, 0, NaN",
        "logBinomialCoefficient, NaN, 0, NaN",
        "logBinomialCoefficient, 3, NaN, NaN"
    })
    void hasExactValuesOfTwoArguments(String name, double x, double y, double expected) {
        double computed = function(name).applyAsDouble(x, y);
        assertThat(Double.doubleToLongBits(computed))
                .as("%s(%s, %s) = %s", name, x, y, computed)
                .isEqualTo(Double.doubleToLongBits(expected));
    }

    @Test
    void aPolygammaOrderOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> Special.polygamma(21, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Polygamma order must be between 0 and 20, got 21; higher derivatives are not provided.");
    }

    @Test
    void lowOrdersOfPolygammaAreDigammaAndTrigamma() {
        for (double x : new double[] {-0.5, 0.3, 1.7, 12, 1e5}) {
            assertThat(Special.polygamma(0, x)).isEqualTo(Special.digamma(x));
            assertThat(Special.polygamma(1, x)).isEqualTo(Special.trigamma(x));
        }
    }
}
