package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ppl4j.graph.LibraryFrame;

/** What the draws of {@link Chains} say about each number. */
@LibraryFrame
public abstract sealed class ChainEstimates extends ChainDraws permits Chains {

    ChainEstimates(Layout layout, List<ChainColumns> chains) {
        super(layout, chains);
    }

    /**
     * {@return the mean over all chains; NaN without draws}
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public double mean(String name) {
        return Moments.mean(pooled(layout().column(name)));
    }

    /**
     * {@return the standard deviation over all chains, with divisor n − 1; NaN with fewer than two draws}
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public double standardDeviation(String name) {
        return Moments.standardDeviation(pooled(layout().column(name)));
    }

    /**
     * {@return a quantile over all chains, interpolated as {@link Quantiles} says; NaN without draws}
     *
     * @param name the name of a scalar, an element or a statistic
     * @param probability between 0 and 1
     */
    public double quantile(String name, double probability) {
        return Quantiles.of(pooled(layout().column(name)), probability);
    }

    /**
     * {@return the interval with the same probability below it as above it, over all chains}
     *
     * @param name the name of a scalar, an element or a statistic
     * @param probability of the interval, such as 0.9
     */
    public Interval interval(String name, double probability) {
        return Interval.equalTailed(pooled(layout().column(name)), probability);
    }

    /**
     * {@return the shortest interval with a probability, over all chains: that of the highest posterior density if there is
     * one mode}
     *
     * @param name the name of a scalar, an element or a statistic
     * @param probability of the interval, such as 0.9
     */
    public Interval highestDensityInterval(String name, double probability) {
        return Interval.highestDensity(pooled(layout().column(name)), probability);
    }

    /**
     * {@return the mean autocorrelation of the chains at the lags from 0 on, as many as there are draws}
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public double[] autocorrelation(String name) {
        double[] mean = new double[draws()];
        for (double[] chain : common(layout().column(name))) {
            double[] correlation = Autocovariance.correlation(chain);
            Arrays.setAll(mean, lag -> mean[lag] + correlation[lag] / chainCount());
        }
        return mean;
    }

    /**
     * {@return all diagnostics of a number: how well the chains agree, and what its draws are worth}
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public Diagnostics diagnostics(String name) {
        return new Diagnostics(name, common(layout().column(name)));
    }

    /**
     * {@return the multivariate potential scale reduction factor; see {@link GelmanRubin#multivariate}}
     *
     * @param names the names of scalars, elements or statistics, at least one
     */
    public double gelmanRubin(String... names) {
        return GelmanRubin.multivariate(
                Arrays.stream(names).map(name -> common(layout().column(name))).toArray(double[][][]::new));
    }

    /** {@return the summary of all elements of all variables} */
    public Summary summary() {
        return summary(variables().stream().map(Variable::name).toArray(String[]::new));
    }

    /**
     * {@return the summary of some numbers}
     *
     * @param names the names of variables, elements or statistics
     */
    public Summary summary(String... names) {
        List<Summary.Row> rows = new ArrayList<>();
        NormalScores scores = new NormalScores();
        for (String name : names) {
            for (int column : layout().columnsOf(name)) {
                rows.add(SummaryRow.of(layout().columnName(column), common(column), scores));
            }
        }
        return new Summary(rows);
    }

    /**
     * {@return the draw with the largest value of a statistic, over all draws of all chains} NaN counts as smaller than
     * any number; of equal values the first counts.
     *
     * @param statistic the name of a statistic, a scalar or an element
     */
    public Draw findmax(String statistic) {
        int column = layout().column(statistic);
        Draw best = null;
        for (int chain = 0; chain < chainCount(); chain++) {
            for (int draw = 0; draw < drawsOf(chain); draw++) {
                double value = at(chain, draw, column);
                if (best == null ? !Double.isNaN(value) : value > best.value()) {
                    best = new Draw(this, chain, draw, value);
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("No draw has the largest \"" + statistic + "\": there are " + drawCount()
                    + " draws, and it is NaN in all of them.");
        }
        return best;
    }
}
