package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.LocationScale;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** Distributions of a user's that are not finished: the complete texts of the errors. */
@SuppressWarnings({"NullAway", "NullableOptional"}) // as in code that is not checked for nulls
class IncompleteDistributionTest {

    private final SourceLine line = new SourceLine();

    @Test
    void parameters() {
        Unfinished none = new Unfinished();
        none.parameters = null;
        String text = "Unfinished has null for its parameters(), which must be a list, empty if there are none";
        refused(sampled(none), "Site \"a\" (%s): " + text + ".");
        refused(observed(none), "Site \"y\" (%s): " + text + ".");
        assertThat(none.violation()).contains(text);
        Unfinished hole = new Unfinished();
        hole.parameters = Arrays.asList(new Parameter("location", Tensor.of(0), Supports.real()), null);
        refused(
                sampled(hole),
                "Site \"a\" (%s): Unfinished has null at index 1 of its parameters(), which must be all there.");
    }

    @Test
    void shape() {
        Unfinished none = new Unfinished();
        none.shape = null;
        String text = "the shape of Unfinished is null. Return that of a value, such as Shape.SCALAR.";
        refused(sampled(none), "Site \"a\" (%s): " + text);
        refused(observed(none), "Site \"y\" (%s): " + text);
    }

    @Test
    void support() {
        Unfinished none = new Unfinished();
        none.support = null;
        String text =
                "the support of Unfinished is null. Return where the density is positive, such as Supports.real().";
        refused(sampled(none), "Site \"a\" (%s): " + text);
        refused(observed(none), "Site \"y\" (%s): " + text);
        refused(() -> none.iid(line.here(2)).isDiscrete(), "The support of Unfinished is null (%s).");
    }

    @Test
    void logDensity() {
        Unfinished none = new Unfinished();
        none.logDensity = null;
        String text = "the logDensity of Unfinished is null. Return one term for each element.";
        refused(sampled(none), "Site \"a\" (%s): " + text);
        refused(observed(none), "Site \"y\" (%s): " + text);
    }

    @Test
    void locationScale() {
        Unfinished none = new Unfinished();
        none.locationScale = null;
        refused(
                sampled(none),
                "Site \"a\" (%s): the locationScale of Unfinished is null. Return Optional.empty() where there is none.");
        assertThatThrownBy(() -> new LocationScale(line.here(Tensor.of(0)), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the argument \"scale\"");
    }

    @Test
    void draws() {
        Unfinished none = new Unfinished();
        none.drawn = null;
        refused(
                priorOf(none),
                "Site \"a\" (%s): a draw of Unfinished is null, but its shape is []. Return the 1 elements of a value.");
        Unfinished more = new Unfinished();
        more.drawn = new double[3];
        refused(
                priorOf(more),
                "Site \"a\" (%s): a draw of Unfinished has 3 elements, but its shape is []. Return the 1 elements of a"
                        + " value.");
        refused(
                () -> line.here(none.iid(2)).sample(new SplittableRandom(1)),
                "A draw of Unfinished is null, but its shape is [] (%s).");
    }

    private ThrowingCallable sampled(Distribution distribution) {
        return Model.of("sampled", m -> m.sample(line.here("a"), distribution))::density;
    }

    private ThrowingCallable observed(Distribution distribution) {
        return Model.of("observed", m -> m.observe(line.here("y"), distribution, 1.0))::density;
    }

    private ThrowingCallable priorOf(Distribution distribution) {
        Model model = Model.of("drawn", m -> m.sample(line.here("a"), distribution));
        return () -> model.samplePrior(new SplittableRandom(1));
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }

    /** A distribution of a number in which anything can be missing. */
    private static final class Unfinished extends Distribution {

        private @Nullable List<Parameter> parameters = List.of();
        private @Nullable Shape shape = Shape.SCALAR;
        private @Nullable Support support = Supports.real();
        private @Nullable Tensor logDensity = Tensor.of(0);
        private double @Nullable [] drawn = {0};
        private @Nullable Optional<LocationScale> locationScale = Optional.empty();

        @Override
        public List<Parameter> parameters() {
            return parameters;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public Support support() {
            return support;
        }

        @Override
        public Optional<LocationScale> locationScale() {
            return locationScale;
        }

        @Override
        public Tensor logDensity(Tensor value) {
            return logDensity;
        }

        @Override
        public double[] sample(RandomGenerator random) {
            requireValidParameters();
            return drawn;
        }
    }
}
