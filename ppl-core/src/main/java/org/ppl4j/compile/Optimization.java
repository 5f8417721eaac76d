package org.ppl4j.compile;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.rewrite.ArithmeticRules;
import org.ppl4j.compile.rewrite.DeterminantRules;
import org.ppl4j.compile.rewrite.GatherRules;
import org.ppl4j.compile.rewrite.InvariantRules;
import org.ppl4j.compile.rewrite.ProductRules;
import org.ppl4j.compile.rewrite.RangeRules;
import org.ppl4j.compile.rewrite.ReciprocalRules;
import org.ppl4j.compile.rewrite.ReductionRules;
import org.ppl4j.compile.rewrite.Rule;
import org.ppl4j.compile.rewrite.StableRules;
import org.ppl4j.compile.rewrite.StructureRules;

/**
 * A part of the compiler that makes code faster or steadier, and that can be left out: to find out whether it is to blame
 * for something, or what it gains. Without any of them a graph is still compiled, as it was traced.
 *
 * <p>Those to leave out are named, in lower case and separated by commas, by the system property {@value #PROPERTY}, which
 * is read when a model is made: {@code -Dppl4j.without=unbundling,rerolling}.
 */
public enum Optimization {
    /** Loops that carry values from step to step become recurrences. */
    CARRIED_LOOPS,
    /** Scalar statements that are alike become one vector operation. */
    REROLLING,
    /** Moves of elements that cancel out. */
    STRUCTURE,
    /** Sums and products with zeros and ones, double negations and the like. */
    ARITHMETIC,
    /** Forms that neither overflow nor cancel. */
    STABILITY,
    /** Divisions become multiplications by a reciprocal that they have in common. */
    RECIPROCALS,
    /** Comparisons whose outcome the operands' ranges tell. */
    RANGES,
    /** Scalars in sums and products of vectors are joined before. */
    INVARIANTS,
    /** What is the same for all terms, or depends on data alone, leaves a sum. */
    REDUCTIONS,
    /** Matrix products of vectors become element-wise. */
    PRODUCTS,
    /** Functions of values that are picked many times are computed before. */
    GATHERS,
    /** Functions of data that have few different values are computed once for each. */
    REPEATED_DATA,
    /** Solutions of systems of a few equations are computed row by row, as operations on vectors. */
    SMALL_SOLUTIONS,
    /** Sums over data that separate data from parameters become statistics of the data. */
    SUFFICIENT_STATISTICS,
    /** Sums over rows in which conditions on data choose are parted by these. */
    ROW_CHOICES,
    /** Products of data of which many rows are equal are computed once for each of these. */
    REPEATED_ROWS,
    /** Products of one data matrix with several vectors become one product. */
    JOINED_PRODUCTS,
    /** Vectors over all combinations of two indices become tables. */
    CROSSED_ROWS,
    /** Factors of small matrices in recurrences are computed element by element. */
    SMALL_FACTORS,
    /** Recurrences on logarithms of sums of exponentials run on the sums themselves. */
    LOGARITHMIC_RECURRENCES,
    /** Of logarithms of sums of exponentials, taken two by two, the greatest exponent is taken out once. */
    LOGARITHMIC_LADDERS,
    /** Determinants and quadratic forms by a Cholesky factor are differentiated as such, not through the factor. */
    DETERMINANTS,
    /** Of symmetric matrices for a Cholesky factor the lower triangle alone is computed. */
    TRIANGLES,
    /** A sum of two exponentials in logarithms and its derivatives take one exponential together. */
    SHARED_EXPONENTIALS,
    /** What does not belong to a recurrence leaves it, and small tensors in it become scalars. */
    RECURRENCES,
    /** Recurrences that do not depend on each other run as one. */
    JOINED_SCANS,
    /** Small tensors become scalars, tall narrow ones columns. */
    UNBUNDLING,
    /** Reciprocals of exponentials become exponentials of the negative. */
    EXPONENTIALS,
    /** Logistic functions of a number and its negative share an exponential. */
    COMPLEMENTS,
    /** Logistic functions of one number, and its softplus, take one exponential together. */
    LOGISTIC_FUNCTIONS,
    /** Multiples of squares share the multiple with derivatives. */
    SHARED_PRODUCTS,
    /** Products join sums as fused multiply-adds. */
    MULTIPLY_ADD,
    /** Functions of long vectors are taken apart into arithmetic and what moves bits or chooses. */
    FUNCTION_STEPS,
    /** Loops run block by block, arithmetic and the rest in turn. */
    LOOP_PASSES;

    static final String PROPERTY = "ppl4j.without";

    /** Returns what the simplifier asks, in the order of the constants, if this is a part of the simplifier. */
    @Nullable
    Rule rule() {
        return switch (this) {
            case STRUCTURE -> new StructureRules();
            case ARITHMETIC -> new ArithmeticRules();
            case STABILITY -> new StableRules();
            case RECIPROCALS -> new ReciprocalRules();
            case RANGES -> new RangeRules();
            case INVARIANTS -> new InvariantRules();
            case REDUCTIONS -> new ReductionRules();
            case PRODUCTS -> new ProductRules();
            case GATHERS -> new GatherRules();
            case DETERMINANTS -> new DeterminantRules();
            case CARRIED_LOOPS,
                    REROLLING,
                    REPEATED_DATA,
                    SMALL_SOLUTIONS,
                    SUFFICIENT_STATISTICS,
                    ROW_CHOICES,
                    REPEATED_ROWS,
                    JOINED_PRODUCTS,
                    CROSSED_ROWS,
                    SMALL_FACTORS,
                    LOGARITHMIC_RECURRENCES,
                    LOGARITHMIC_LADDERS,
                    TRIANGLES,
                    SHARED_EXPONENTIALS,
                    RECURRENCES,
                    JOINED_SCANS,
                    UNBUNDLING,
                    EXPONENTIALS,
                    COMPLEMENTS,
                    LOGISTIC_FUNCTIONS,
                    SHARED_PRODUCTS,
                    MULTIPLY_ADD,
                    FUNCTION_STEPS,
                    LOOP_PASSES -> null;
        };
    }

    /**
     * {@return all but those that the system property leaves out}
     *
     * @throws IllegalArgumentException if the property names what does not exist
     */
    static Set<Optimization> chosen() {
        Set<Optimization> chosen = EnumSet.allOf(Optimization.class);
        String without = Objects.requireNonNullElse(System.getProperty(PROPERTY), "");
        for (String name : without.split(",", -1)) {
            if (!name.isBlank()) {
                chosen.remove(named(name.strip()));
            }
        }
        return chosen;
    }

    private static Optimization named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.propertyName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The system property " + PROPERTY
                        + " names an optimisation that does not exist, \"" + name + "\". There are: "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(Optimization::propertyName)
                                        .toList())
                        + "."));
    }

    private String propertyName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
