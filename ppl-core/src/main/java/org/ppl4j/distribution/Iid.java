package org.ppl4j.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Independent copies of a distribution along new first axes. */
final class Iid extends Distribution {

    private final Distribution each;
    private final Shape copies;

    Iid(Distribution each, Shape copies) {
        this.each = each;
        this.copies = copies;
    }

    @Override
    public String name() {
        return each.name();
    }

    @Override
    public Shape shape() {
        return copies.append(each.shape());
    }

    @Override
    public int eventRank() {
        return each.eventRank();
    }

    @Override
    public List<Parameter> parameters() {
        return each.parameters();
    }

    @Override
    public Support support() {
        return each.support();
    }

    @Override
    public Tensor logDensity(Tensor value) {
        return each.logDensity(value);
    }

    @Override
    public Optional<LocationScale> locationScale() {
        return each.locationScale();
    }

    @Override
    public double[] sample(RandomGenerator random) {
        int size = each.shape().size();
        double[] values = new double[copies.size() * size];
        for (int i = 0; i < copies.size(); i++) {
            double[] drawn = each.sample(random);
            if (drawn == null || drawn.length != size) {
                throw new IllegalArgumentException(
                        "A draw of " + name() + (drawn == null ? " is null" : " has " + drawn.length + " elements")
                                + ", but its shape is " + each.shape() + " (" + Origin.ofCaller() + ").");
            }
            System.arraycopy(drawn, 0, values, i * size, size);
        }
        return values;
    }

    @Override
    public Tensor mean() {
        return each.mean().broadcastTo(shape());
    }

    @Override
    public Tensor variance() {
        return each.variance().broadcastTo(shape());
    }

    /** Returns the distribution of one copy, and how many there are, as they are written. */
    @Override
    public String toString() {
        return Arrays.stream(copies.dimensions())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", each + ".iid(", ")"));
    }
}
