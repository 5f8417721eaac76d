package com.example;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Draws;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.tensor.Tensor;

/**
 * A distribution as a user writes one: the Gumbel distribution of extreme values. The annotation, which is not needed, makes
 * its errors name the line that uses it.
 */
@LibraryFrame
final class Gumbel extends Distribution {

    private final Tensor location;
    private final Tensor scale;

    private Gumbel(Tensor location, Tensor scale) {
        this.location = location;
        this.scale = scale;
    }

    static Gumbel of(Tensor location, Tensor scale) {
        return new Gumbel(location, scale);
    }

    static Gumbel of(double location, double scale) {
        return of(Tensor.of(location), Tensor.of(scale));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("location", location, Supports.real()),
                new Parameter("scale", scale, Supports.positive()));
    }

    @Override
    public Support support() {
        return Supports.real();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        Tensor z = value.minus(location).dividedBy(scale);
        return z.plus(z.negate().exp()).negate().minus(scale.log());
    }

    @Override
    public double[] sample(RandomGenerator random) {
        requireValidParameters();
        return Draws.elementwise(
                shape(), location, scale, (m, s) -> m - s * Math.log(-Math.log(1 - random.nextDouble())));
    }
}
