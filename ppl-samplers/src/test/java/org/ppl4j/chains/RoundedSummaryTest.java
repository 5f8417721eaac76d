package org.ppl4j.chains;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What differs by rounding alone is shown as what it is, and does not widen the table of all else. */
class RoundedSummaryTest {

    @Test
    void aDiagonalOfOnes() {
        Draft draft = new Draft(2, 100)
                .normal("rho")
                .variable("diagonal", (chain, draw, random) -> random.nextBoolean() ? 1 : 1 - Math.ulp(1.0) / 2);
        Summary summary = draft.chains().summary();
        assertThat(summary.row("diagonal").standardDeviation()).isGreaterThan(0);
        String text = summary.toString();
        assertThat(text.lines()
                        .filter(line -> line.startsWith("diagonal"))
                        .findFirst()
                        .orElseThrow())
                .containsPattern("^diagonal +1\\.00 +0\\.00 +NaN +1\\.00 +1\\.00 +1\\.00 ");
        assertThat(text.lines().mapToInt(String::length).max().orElseThrow()).isLessThan(100);
    }
}
