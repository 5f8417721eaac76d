package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Parameter;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.Support;
import org.ppl4j.distribution.Supports;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.tensor.SourceLine;
import org.ppl4j.tensor.Tensor;

/** The complete texts of the errors that models give, with the line that they name. */
class ModelErrorsTest {

    private final SourceLine line = new SourceLine();
    private final SourceLine earlier = new SourceLine();

    private final Model model = Model.of("regression", m -> {
        Tensor x = m.data("x", 1, 2);
        Tensor slope = m.sample("slope", Normal.of(0, 1));
        Tensor noise = m.sample("noise", HalfNormal.of(1));
        m.deterministic("mean", x.timesElementwise(slope));
        m.observe("y", Normal.of(x.timesElementwise(slope), noise), 3, 4);
        m.factor("penalty", slope.negate());
    });

    private static final String SITES = "It reads the data \"x\"; samples \"slope\", \"noise\"; records \"mean\";"
            + " observes \"y\"; has the factors \"penalty\".";

    /** The site does not accept the shapes, but what is to be mended is the data. */
    @Test
    void dataOfAnotherShape() {
        SourceLine stated = new SourceLine();
        Model scaled = Model.of("scaled", m -> {
            Tensor x = m.data(stated.here("x"), 1, 2);
            Tensor y = m.data("y", 3, 4);
            m.observe(line.here("z"), Normal.of(x.times(m.sample("slope", Normal.of(0, 1))), 1), y);
        });
        Model rebound = scaled.withData("y", new double[] {5, 6}).withData(earlier.here("x"), new double[] {1, 2, 3});
        assertThatThrownBy(rebound::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"z\" (%s): the value has shape [2], but Normal has shape [3]. Give one value for each element"
                                + " of the distribution. The data input \"x\" was given the shape [3] (%s); the model states"
                                + " [2] (%s).",
                        line, earlier, stated);
    }

    /** The shapes fit, however many values there are. */
    @Test
    void dataOfAnotherLengthWithAValueThatIsRefused() {
        Model scaled = Model.of("scaled", m -> {
            Tensor y = m.data("y", 3, 4);
            Tensor scale = m.data("scale", 1, 1);
            m.observe(line.here("z"), Normal.of(m.sample("mean", Normal.of(0, 1)), scale), y);
        });
        Model longer = scaled.withData("scale", new double[] {1, 2, 1});
        refused(
                longer.withData("y", new double[] {1, 2, Double.NaN})::density,
                "Site \"z\" (%s): a value of Normal must be finite, got NaN at index [2]. Leave missing values out, or"
                        + " sample them at a site of their own.");
        refused(
                scaled.withData("scale", new double[] {1, -2, 1}).withData("y", new double[] {1, 2, 3})::density,
                "Site \"z\" (%s): Normal standard deviation must be > 0, got -2.0 at index [1].");
    }

    @Test
    void unknownNames() {
        Model conditioned = model.condition(line.here(Map.of("slop", 1)));
        refused(conditioned::density, "The model \"regression\" has no site \"slop\" to condition on (%s). " + SITES);
        Model fixed = model.fix(line.here(Map.of("y", 1)));
        refused(fixed::density, "The model \"regression\" has no sampled site \"y\" to fix (%s). " + SITES);
        Model deconditioned = model.decondition(line.here("slope"));
        refused(
                deconditioned::density,
                "The model \"regression\" has no observed site \"slope\" to decondition (%s). " + SITES);
        Model rebound = model.withData(line.here("z"), 1);
        refused(
                () -> rebound.samplePrior(new SplittableRandom(1)),
                "The model \"regression\" has no data input \"z\" to give values to (%s). " + SITES);
        refused(
                () -> model.logDensity(line.here(Map.of("slope", 1, "noise", 1, "y", 2))),
                "The model \"regression\" has no sampled site \"y\" to give a value to (%s). " + SITES);
        refused(
                () -> model.density().unconstrain(line.here(Map.of("slope", 1, "noise", 1, "x", 2))),
                "The model \"regression\" has no sampled site \"x\" to give a value to (%s). " + SITES);
        Model empty = Model.of("empty", m -> {}).fix(line.here(Map.of("a", 1)));
        refused(empty::density, "The model \"empty\" has no sampled site \"a\" to fix (%s). It has no sites at all.");
    }

    @Test
    void aNameThatAnEarlierChangeTookAway() {
        Model twice = model.fix(Map.of("slope", 1)).condition(line.here(Map.of("slope", 2)));
        refused(
                twice::density,
                "The model \"regression\" has no site \"slope\" to condition on (%s). It reads the data \"x\"; samples"
                        + " \"noise\"; records \"mean\"; observes \"y\"; has the factors \"penalty\".");
    }

    @Test
    void repeatedNames() {
        Model repeated = Model.of("repeated", m -> {
            m.sample(earlier.here("a"), Normal.of(0, 1));
            m.observe(line.here("a"), Normal.of(0, 1), 1.0);
        });
        assertThatThrownBy(repeated::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"a\" (%s): the name was already used at %s. Give every site a name of its own.",
                        line, earlier);
        assertThat(line.toString()).isNotEqualTo(earlier.toString());
        Consumer<ModelBuilder> part = m -> m.sample(line.here("z"), Normal.of(0, 1));
        refused(
                Model.of("twice", m -> {
                    m.include("part", part);
                    m.include("part", part);
                })::density,
                "Site \"part.z\" (%1$s): the name was already used at %1$s. Give every site a name of its own, in a loop with"
                        + " a number: \"part.z[\" + i + \"]\".");
    }

    @Test
    void namesThatChainsCannotKeep() {
        String text = "A site needs a name without line breaks that is not blank, got \"%s\" (%%s).";
        observed(m -> m.sample(line.here(" "), Normal.of(0, 1)), String.format(text, " "));
        observed(m -> m.observe(line.here(""), Normal.of(0, 1), 1.0), String.format(text, ""));
        observed(m -> m.data(line.here("a\nb"), 1.0), String.format(text, "a\nb"));
        observed(m -> m.include(line.here("\t"), part -> {}), String.format(text, "\t"));
    }

    @Test
    void aNameThatALoopRepeats() {
        Model repeated = Model.of("repeated", m -> {
            for (int i = 0; i < 3; i++) {
                m.observe(line.here("y"), Normal.of(0, 1), i);
            }
        });
        refused(
                repeated::density,
                "Site \"y\" (%1$s): the name was already used at %1$s. Give every site a name of its own, in a loop with a"
                        + " number: \"y[\" + i + \"]\".");
    }

    @Test
    void aNameRepeatedInALongLoop() {
        Model repeated = Model.of("repeated", m -> {
            Tensor mean = m.sample("mean", new Undrawable());
            for (int i = 0; i < 100; i++) {
                m.observe(earlier.here("y" + i), Normal.of(mean, 1), i);
            }
            m.observe(line.here("y50"), Normal.of(mean, 1), 1.0);
        });
        assertThatThrownBy(repeated::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Site \"y50\" (%s): the name was already used at %s. Give every site a name of its own.",
                        line, earlier);
    }

    @Test
    void aNameThatAModelWithoutDrawsLacks() {
        Model undrawable =
                Model.of("undrawable", m -> m.sample("mean", new Undrawable())).fix(line.here(Map.of("a", 1)));
        refused(
                undrawable::density,
                "The model \"undrawable\" has no sampled site \"a\" to fix (%s). It samples \"mean\".");
    }

    /** A distribution that has no draws. */
    private static final class Undrawable extends Distribution {
        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Support support() {
            return Supports.real();
        }

        @Override
        public Tensor logDensity(Tensor value) {
            return value.times(0);
        }

        @Override
        public double[] sample(RandomGenerator random) {
            throw new UnsupportedOperationException("There is nothing to draw from.");
        }
    }

    @Test
    void missingValues() {
        Model lacking = Model.of("lacking", m -> m.sample(line.here("a"), Normal.of(0, 1)));
        refused(
                () -> lacking.logDensity(Map.of()),
                "Site \"a\" (%s): a value is needed to evaluate the density. Give one under this name.");
        refused(
                () -> lacking.density().unconstrain(Map.of("b", 1)),
                "Site \"a\" (%s): a value is needed to unconstrain it. Give one under this name.");
    }

    @Test
    void shapesOfObservedValues() {
        observed(
                m -> m.observe(line.here("y"), Normal.of(Tensor.of(1, 2, 3), 1), 1, 2),
                "Site \"y\" (%s): the value has shape [2], but Normal has shape [3]. Give one value for each element of"
                        + " the distribution.");
        observed(
                m -> m.observe(line.here("y"), Normal.of(0, 1).iid(2, 3), 1, 2, 3),
                "Site \"y\" (%s): the value has shape [3], but Normal has shape [2×3]. Give one value for each element of"
                        + " the distribution.");
        observed(
                m -> m.observe(line.here("y"), MvNormal.isotropic(3, 1), 1, 2),
                "Site \"y\" (%s): the value has shape [2], but MvNormal has shape [3]. Give one value for each element of"
                        + " the distribution.");
        observed(
                m -> m.observe(line.here("y"), Normal.of(Tensor.of(1, 2), 1), 1.0),
                "Site \"y\" (%s): the value has shape [], but Normal has shape [2]. Give one value for each element of"
                        + " the distribution.");
    }

    @Test
    void repetitionsAlongLastAxes() {
        observed(
                m -> m.observe(line.here("y"), MvNormal.isotropic(2, 1), new double[][] {{1, 2, 3}, {4, 5, 6}}),
                "Site \"y\" (%s): the value has shape [2×3], but MvNormal has shape [2]. Give one value for each element of"
                        + " the distribution, and repetitions along first axes: a shape that ends in [2].");
    }

    @Test
    void shapesOfGivenValues() {
        Model two = Model.of("two", m -> {
            m.sample(line.here("a"), Normal.of(0, 1));
            m.sample("b", Normal.of(0, 1));
        });
        String text =
                "Site \"a\" (%s): the value has shape [3], but Normal has shape []. Give one value for each element"
                        + " of the distribution.";
        Map<String, ?> values = Map.of("a", new double[] {1, 2, 3}, "b", 1);
        refused(() -> two.logDensity(values), text);
        refused(() -> two.density().unconstrain(values), text);
        refused(two.condition(Map.of("a", new double[] {1, 2, 3}))::density, text);
        refused(two.fix(Map.of("a", new double[] {1, 2, 3}))::density, text);
        DrawSource draws = new DrawSource() {
            @Override
            public int drawCount() {
                return 1;
            }

            @Override
            public Map<String, Tensor> draw(int index) {
                return Map.of("a", Tensor.of(1, 2, 3));
            }
        };
        refused(() -> two.predict(draws, 1), text);
    }

    @Test
    void valuesOutsideOfTheSupport() {
        observed(
                m -> m.observe(line.here("y"), HalfNormal.of(1), 1, -0.5),
                "Site \"y\" (%s): a value of HalfNormal must be >= 0, got -0.5 at index [1].");
        observed(
                m -> m.observe(line.here("y"), Poisson.of(2), 1.5),
                "Site \"y\" (%s): a value of Poisson must be a whole number >= 0, got 1.5.");
        observed(
                m -> m.observe(line.here("y"), Bernoulli.of(0.5), 0, 1, 2),
                "Site \"y\" (%s): a value of Bernoulli must be 0 or 1, got 2.0 at index [2].");
        observed(
                m -> m.observe(line.here("y"), Normal.of(0, 1), new double[][] {{1, 2}, {Double.NaN, 4}}),
                "Site \"y\" (%s): a value of Normal must be finite, got NaN at index [1, 0]."
                        + " Leave missing values out, or sample them at a site of their own.");
        observed(
                m -> m.observe(line.here("y"), Poisson.of(2), Double.NaN),
                "Site \"y\" (%s): a value of Poisson must be a whole number >= 0, got NaN."
                        + " Leave missing values out, or sample them at a site of their own.");
        Model bounded = Model.of("bounded", m -> m.sample(line.here("a"), Uniform.of(-1, 2)));
        String text = "Site \"a\" (%s): a value of Uniform must lie between -1.0 and 2.0, got 3.0.";
        refused(bounded.condition(Map.of("a", 3))::density, text);
        refused(bounded.fix(Map.of("a", 3))::density, text);
        refused(() -> bounded.density().unconstrain(Map.of("a", 3)), text);
    }

    @Test
    void valuesOnTheBoundaryOfTheSupport() {
        Model bounded = Model.of(
                "bounded", m -> m.sample(line.here("a"), Uniform.of(-1, 2).iid(2)));
        refused(
                () -> bounded.density().unconstrain(Map.of("a", new double[] {0, 2})),
                "Site \"a\" (%s): the value [0.0, 2.0] lies on the boundary of the support of Uniform, where it has no"
                        + " unconstrained coordinates. Give a value inside.");
    }

    @Test
    void dataOutsideOfTheSupport() {
        Model counts = Model.of("counts", m -> m.observe(line.here("y"), Poisson.of(2), m.data("counts", 1, 2)));
        refused(
                counts.withData("counts", new double[] {1, -2})::density,
                "Site \"y\" (%s): a value of Poisson must be a whole number >= 0, got -2.0 at index [1].");
    }

    @Test
    void parametersOutsideOfTheirDomains() {
        observed(
                m -> m.sample(line.here("a"), Normal.of(0, -1)),
                "Site \"a\" (%s): Normal standard deviation must be > 0, got -1.0.");
        observed(
                m -> m.observe(line.here("a"), Normal.of(Tensor.of(0, Double.NaN), 1), 1, 2),
                "Site \"a\" (%s): Normal mean must be finite, got NaN at index [1].");
        observed(
                m -> m.sample(line.here("a"), Beta.of(1, 0).iid(3)),
                "Site \"a\" (%s): Beta beta must be > 0, got 0.0.");
        observed(
                m -> m.sample(line.here("a"), Bernoulli.of(1.5)),
                "Site \"a\" (%s): Bernoulli probability must lie between 0.0 and 1.0, got 1.5.");
        assertThatThrownBy(() -> Normal.of(line.here(0), -1).sample(new SplittableRandom(1)))
                .hasMessage("Normal standard deviation must be > 0, got -1.0 (%s).", line);
    }

    @Test
    void parametersOutsideOfTheirDomainsGivenTheValues() {
        Model raw = Model.of("raw", m -> {
            Tensor scale = m.sample("scale", Normal.of(0, 1));
            m.observe(line.here("y"), Normal.of(0, scale), 1.0);
        });
        refused(
                () -> raw.logDensity(Map.of("scale", -2)),
                "Site \"y\" (%s): Normal standard deviation must be > 0, got -2.0.");
        assertThat(raw.density().describeFailure(new double[] {-2}))
                .isEqualTo("Site \"y\" (" + line + "): Normal standard deviation must be > 0, got -2.0");
    }

    @Test
    void aFailureIsDescribed() {
        Model failing = Model.of("failing", m -> {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(5));
            Tensor b = m.sample("b", Normal.of(0, 1));
            m.factor(line.here("root"), a.at(0).plus(b).sqrt());
        });
        assertThat(failing.density().describeFailure(new double[] {-2, 0, 0, 0, 0, 1}))
                .isEqualTo(
                        "Site \"root\" (" + line + ") has log density NaN, at a = [-2.0, 0.0, 0.0, 0.0, …], b = 1.0");
        Model prior = Model.of("prior", m -> m.sample(line.here("k"), Poisson.of(2)));
        assertThat(prior.density().describeFailure(new double[] {1.5}))
                .isEqualTo("Site \"k\" (" + line + ") has log density -Infinity, at k = 1.5");
        assertThat(failing.density().describeFailure(new double[] {-1, 0, 0, 0, 0, 1}))
                .matches("Site \"a\" \\(ModelErrorsTest.java:\\d+\\) has a gradient of Infinity,"
                        + " at a = \\[-1.0, 0.0, 0.0, 0.0, …]");
    }

    @Test
    void valuesOfOtherTypes() {
        refused(
                () -> model.condition(line.here(Map.of("slope", "1"))),
                "The value given for \"slope\" is a String (%s). Give a number, a boolean, a double[], an int[], a"
                        + " double[][] or a Tensor.");
        refused(
                () -> model.logDensity(line.here(Map.of("slope", new long[] {1}))),
                "The value given for \"slope\" is a long[] (%s). Give a number, a boolean, a double[], an int[], a"
                        + " double[][] or a Tensor.");
        refused(
                () -> model.fix(line.here(Collections.singletonMap("slope", null))),
                "The value given for \"slope\" is null (%s). Give a number, a boolean, a double[], an int[], a"
                        + " double[][] or a Tensor.");
        assertThat(model.fix(Map.of("slope", BigInteger.TWO)).density().dimension())
                .isEqualTo(1);
    }

    @Test
    void raggedMatrices() {
        refused(
                () -> model.condition(line.here(Map.of("slope", new double[][] {{1, 2}, {3, 4}, {5}}))),
                "A matrix needs rows of one length: row 0 has 2, row 2 has 1 (%s).");
        observed(
                m -> m.observe("y", Normal.of(0, 1), line.here(new double[][] {{1}, {}})),
                "A matrix needs rows of one length: row 0 has 1, row 1 has 0 (%s).");
        observed(
                m -> m.data("x", line.here(new double[][] {{}, {1}})),
                "A matrix needs rows of one length: row 0 has 0, row 1 has 1 (%s).");
    }

    @Test
    void arraysOfTheWrongLength() {
        refused(
                () -> model.density().logDensity(new double[3]),
                "A position has 2 coordinates here, got an array of 3.");
        refused(
                () -> model.density().logDensityAndGradient(new double[2], new double[1]),
                "A gradient has 2 elements here, got an array of 1.");
    }

    private void observed(Consumer<ModelBuilder> body, String message) {
        refused(Model.of("test", body)::density, message);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message, line);
    }
}
