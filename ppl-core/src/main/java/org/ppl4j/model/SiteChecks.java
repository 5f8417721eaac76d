package org.ppl4j.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** Checks of distributions and values at sites, with messages that name the site and its line. */
final class SiteChecks {

    private SiteChecks() {}

    /** Refuses what no chains could keep values under. */
    static void requireName(String name) {
        boolean isBlank = true;
        boolean isOneLine = true;
        // without streams: models have a statement for each of their data
        for (int i = 0; i < Arguments.nonNull(name, "name").length(); i++) {
            isBlank &= Character.isWhitespace(name.charAt(i));
            isOneLine &= !Character.isISOControl(name.charAt(i));
        }
        if (isBlank || !isOneLine) {
            throw new IllegalArgumentException("A site needs a name without line breaks that is not blank, got \""
                    + name + "\" (" + Origin.ofCaller() + ").");
        }
    }

    /** Refuses parameters outside of their domains, as far as they are known, and what a user's own distribution lacks. */
    static void requireValid(Site site, Distribution distribution) {
        Optional<String> violation = distribution.violation();
        if (violation.isPresent()) {
            throw new RefusedValueException(site, violation.get() + ".");
        }
        if (distribution.shape() == null) {
            throw site.error(
                    "the shape of " + distribution.name() + " is null. Return that of a value, such as Shape.SCALAR.");
        }
        if (distribution.support() == null) {
            throw site.error("the support of " + distribution.name()
                    + " is null. Return where the density is positive, such as Supports.real().");
        }
    }

    /** Returns a draw of a distribution; one without the elements of a value is refused. */
    static Tensor draw(Site site, Distribution distribution, RandomGenerator random) {
        double[] drawn = distribution.sample(random);
        Shape shape = distribution.shape();
        if (drawn == null || drawn.length != shape.size()) {
            throw site.error("a draw of " + distribution.name()
                    + (drawn == null ? " is null" : " has " + drawn.length + " elements") + ", but its shape is "
                    + shape + ". Return the " + shape.size() + " elements of a value.");
        }
        return Tensor.of(shape, drawn);
    }

    /** Refuses what differs from step to step of a scan. */
    static void requireOutsideOfScans(Site site, Tensor value) {
        if (value.node().isOpen()) {
            throw site.error(
                    "it depends on an argument of a scan's body, which is run once for all steps. Have the body"
                            + " return what the statement needs, and make it for all steps at once, after the scan; or write a"
                            + " Java loop.");
        }
    }

    /** Returns a value given for a sampled site, in the distribution's shape, if it is in the support. */
    static Tensor sampledValue(Site site, Distribution distribution, Tensor value) {
        Tensor matched = sampledShape(site, distribution, value);
        requireInSupport(site, distribution, matched);
        return matched;
    }

    /** Returns a value given for a sampled site in the distribution's shape. */
    static Tensor sampledShape(Site site, Distribution distribution, Tensor value) {
        Shape expected = distribution.shape();
        if (value.shape().equals(expected)) {
            return value;
        }
        if (withoutOnes(value.shape()).equals(withoutOnes(expected))) {
            return value.reshape(expected);
        }
        throw shapeError(site, distribution, value);
    }

    /** Returns observed data in the distribution's shape, or in one of repetitions along new first axes. */
    static Tensor observedShape(Site site, Distribution distribution, Tensor value) {
        Shape expected = distribution.shape();
        boolean repeated = value.rank() > expected.rank()
                && expected.broadcastsTo(value.shape())
                && trailingEquals(expected, value.shape());
        boolean isOfOtherRows = expected.rank() > 0 && value.rank() > expected.rank();
        if (!repeated && isOfOtherRows && !withoutOnes(value.shape()).equals(withoutOnes(expected))) {
            throw site.error("the value has shape " + value.shape() + ", but " + distribution.name() + " has shape "
                    + expected
                    + ". Give one value for each element of the distribution, and repetitions along first axes: a"
                    + " shape that ends in " + expected + ".");
        }
        return repeated ? value : sampledShape(site, distribution, value);
    }

    private static IllegalArgumentException shapeError(Site site, Distribution distribution, Tensor value) {
        return site.error("the value has shape " + value.shape() + ", but " + distribution.name() + " has shape "
                + distribution.shape() + ". Give one value for each element of the distribution.");
    }

    private static boolean trailingEquals(Shape expected, Shape value) {
        for (int k = 1; k <= expected.rank(); k++) {
            if (expected.dimension(expected.rank() - k) != value.dimension(value.rank() - k)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses a value outside of the support, as far as both are known. */
    static void requireInSupport(Site site, Distribution distribution, Tensor value) {
        if (value.isConcrete()) {
            Optional<String> violation =
                    distribution.support().violation(Evaluation.value(value.node()), value.shape());
            if (violation.isPresent()) {
                boolean isMissing = Arrays.stream(value.toArray()).anyMatch(Double::isNaN);
                throw new RefusedValueException(
                        site,
                        "a value of " + distribution.name() + " " + violation.get() + "."
                                + (isMissing
                                        ? " Leave missing values out, or sample them at a site of their own."
                                        : ""));
            }
        }
    }

    /** Refuses a value that the support excludes whatever its bounds: NaN, and fractions of a count. */
    static void requirePossible(Site site, Distribution distribution, Tensor value) {
        boolean nan = Arrays.stream(value.toArray()).anyMatch(Double::isNaN);
        if (nan || distribution.isDiscrete()) {
            requireInSupport(site, distribution, value);
        }
    }

    /** Returns the distribution of values of a shape that the given one is repeated over. */
    static Distribution expanded(Distribution distribution, Shape shape) {
        int extra = shape.rank() - distribution.shape().rank();
        return extra <= 0 ? distribution : distribution.iid(Arrays.copyOf(shape.dimensions(), extra));
    }

    private static Shape withoutOnes(Shape shape) {
        int[] sizes = new int[shape.rank()];
        int count = 0;
        for (int size : shape.dimensions()) {
            if (size != 1) {
                sizes[count++] = size;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, count));
    }
}
