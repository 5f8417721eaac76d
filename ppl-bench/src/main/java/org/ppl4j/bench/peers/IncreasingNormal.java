package org.ppl4j.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Independent normals, given that they increase: Stan's {@code ordered} vectors with a normal prior each, not
 * renormalised.
 */
final class IncreasingNormal extends Distribution {

    private final Tensor mean;
    private final Normal each;

    private IncreasingNormal(Tensor mean, double standardDeviation) {
        this.mean = mean;
        this.each = Normal.of(mean, standardDeviation);
    }

    /**
     * Returns the distribution.
     *
     * @param mean the mean of each, a vector
     * @param standardDeviation the standard deviation of all
     */
    static IncreasingNormal of(Tensor mean, double standardDeviation) {
        return new IncreasingNormal(mean, standardDeviation);
    }

    @Override
    public Shape shape() {
        return mean.shape();
    }

    @Override
    public int eventRank() {
        return 1;
    }

    @Override
    public List<Parameter> parameters() {
        return each.parameters();
    }

    @Override
    public Support support() {
        return Supports.ordered();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        return each.logDensity(value).sum(value.rank() - 1);
    }

    /** Draws again until the elements increase. */
    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        while (true) {
            double[] values = each.sample(random);
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            if (Arrays.equals(values, sorted)) {
                return values;
            }
        }
    }
}
