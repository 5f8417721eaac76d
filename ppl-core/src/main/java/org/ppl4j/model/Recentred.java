package org.ppl4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.bijector.Bijector;
import org.ppl4j.bijector.PartlyCentred;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.LocationScale;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * A distribution as it is, over unconstrained coordinates that are centred to some degree. Its location and scale are not
 * told, so that nobody centres it once more.
 */
final class Recentred extends Distribution {

    private final Distribution distribution;
    private final Bijector coordinates;

    private Recentred(Distribution distribution, Bijector coordinates) {
        this.distribution = distribution;
        this.coordinates = coordinates;
    }

    /**
     * Returns a distribution with other coordinates.
     *
     * @param site the site that it is for, for errors
     * @param distribution what it is
     * @param family its location and scale
     * @param degree how far they are centred, element by element: 0 not at all, 1 as the values are
     */
    static Distribution of(Site site, Distribution distribution, LocationScale family, Tensor degree) {
        Shape shape = distribution.shape();
        if (!degree.shape().broadcastsTo(shape)) {
            throw site.error("the degree of centring has shape " + degree.shape() + ", but " + distribution.name()
                    + " has shape " + shape + ". Give one number, or one for each element.");
        }
        return new Recentred(
                distribution,
                Arrays.stream(degree.toArray()).allMatch(each -> each == 1)
                        ? distribution.support().bijector()
                        : new PartlyCentred(family.location(), family.scale(), degree));
    }

    /** Returns location and scale of a distribution; one that has none is refused. */
    static LocationScale family(Site site, Distribution distribution) {
        return distribution
                .locationScale()
                .orElseThrow(() -> site.error(distribution.name()
                        + " has no location and scale, so that it cannot be centred in another way. Leave the site out, or have"
                        + " locationScale() of the distribution return them."));
    }

    @Override
    public String name() {
        return distribution.name();
    }

    @Override
    public Shape shape() {
        return distribution.shape();
    }

    @Override
    public int eventRank() {
        return distribution.eventRank();
    }

    @Override
    public List<Parameter> parameters() {
        return distribution.parameters();
    }

    @Override
    public Support support() {
        Support support = distribution.support();
        return new Support() {
            @Override
            public boolean isDiscrete() {
                return support.isDiscrete();
            }

            @Override
            public Optional<String> violation(double[] values, Shape shape) {
                return support.violation(values, shape);
            }

            @Override
            public Bijector bijector() {
                return coordinates;
            }
        };
    }

    @Override
    public Tensor logDensity(Tensor value) {
        return distribution.logDensity(value);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        return distribution.sample(random);
    }

    @Override
    public Tensor mean() {
        return distribution.mean();
    }

    @Override
    public Tensor variance() {
        return distribution.variance();
    }

    @Override
    public String toString() {
        return distribution.toString();
    }
}
