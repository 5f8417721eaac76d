package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** An improper prior: density one on a support. Written as a user would write a distribution of their own. */
final class Flat extends Distribution {
    private final Support support;
    private final Shape shape;
    private final int eventRank;

    private Flat(Support support, Shape shape, int eventRank) {
        this.support = support;
        this.shape = shape;
        this.eventRank = eventRank;
    }

    static Flat on(Support support) {
        return new Flat(support, Shape.SCALAR, 0);
    }

    /** Returns the flat density of real vectors. */
    static Flat real(int size) {
        return new Flat(Supports.real(), Shape.of(size), 0);
    }

    static Flat positive() {
        return on(Supports.positive());
    }

    /** Returns the flat density of vectors of positive numbers. */
    static Flat positive(int size) {
        return new Flat(Supports.positive(), Shape.of(size), 0);
    }

    /** Returns the flat density of vectors that are one value each, such as ordered ones. */
    static Flat vectors(Support support, int size) {
        return new Flat(support, Shape.of(size), 1);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int eventRank() {
        return eventRank;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public Support support() {
        return support;
    }

    @Override
    public Tensor logDensity(Tensor value) {
        return Tensor.of(0);
    }

    @Override
    public double[] sample(RandomGenerator random) {
        throw new UnsupportedOperationException("A flat density cannot be drawn from.");
    }
}
