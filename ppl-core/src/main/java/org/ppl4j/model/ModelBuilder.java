package org.ppl4j.model;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;
import org.ppl4j.tensor.Tensor;

/**
 * What a model's lambda is given: the statements of the model language.
 *
 * <p>Every statement has a name, which is unique in the model, is not blank and has no line breaks or other control
 * characters. A value outside of its support, a shape that does not fit or a parameter outside of its domain is refused
 * with an error that names the site and the line; and so is null, with a {@link NullPointerException}. All statements are
 * made in the thread that runs the lambda, before it returns, and outside of the bodies of scans.
 */
public final class ModelBuilder {

    /** More parts in parts than anybody writes, and few enough for the stack of any thread. */
    private static final int DEEPEST = 500;

    private final Handler handler;
    private final String prefix;
    private final Set<String> names;
    private final int depth;
    private final Thread thread = Thread.currentThread();
    private volatile boolean hasEnded;

    private ModelBuilder(Handler handler, String prefix, Set<String> names, int depth) {
        this.handler = handler;
        this.prefix = prefix;
        this.names = names;
        this.depth = depth;
    }

    /**
     * Runs the statements of a model.
     *
     * @param body the model's lambda
     * @param handler what gives the statements their meaning
     */
    static void run(Consumer<ModelBuilder> body, Handler handler) {
        new ModelBuilder(new ScanGuard(handler), "", new HashSet<>(), 0).run(body);
    }

    /** Statements that come later would be lost: whoever asked for the run has its result. */
    private void run(Consumer<ModelBuilder> body) {
        try {
            body.accept(this);
        } finally {
            hasEnded = true;
        }
    }

    /**
     * Declares a random variable and returns its value.
     *
     * @param name the site's name
     * @param distribution its distribution
     */
    public Tensor sample(String name, Distribution distribution) {
        Site site = enter(name);
        SiteChecks.requireValid(site, site.nonNull(distribution, "distribution"));
        Tensor value = handler.sample(site, distribution);
        value.node().noteLabel(site.name());
        site.leave();
        return value;
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param value the observed value: of the distribution's shape, or of independent repetitions along new first axes
     */
    public void observe(String name, Distribution distribution, Tensor value) {
        Site site = enter(name);
        SiteChecks.requireValid(site, site.nonNull(distribution, "distribution"));
        handler.observe(site, distribution, site.nonNull(value, "value"));
        site.leave();
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param values the observed values
     */
    public void observe(String name, Distribution distribution, double... values) {
        observe(name, distribution, Tensor.of(given(name, values, "values")));
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param value the observed value
     */
    public void observe(String name, Distribution distribution, double value) {
        observe(name, distribution, Tensor.of(value));
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param values the observed whole numbers
     */
    public void observe(String name, Distribution distribution, int... values) {
        observe(name, distribution, Tensor.of(given(name, values, "values")));
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param rows the observed values, a row each
     */
    public void observe(String name, Distribution distribution, double[][] rows) {
        observe(name, distribution, Tensor.of(given(name, rows, "rows")));
    }

    /**
     * Declares an observed random variable.
     *
     * @param name the site's name
     * @param distribution its distribution
     * @param rows the observed whole numbers, a row each
     */
    public void observe(String name, Distribution distribution, int[][] rows) {
        observe(name, distribution, Tensor.of(given(name, rows, "rows")));
    }

    /**
     * Records a value that is computed from others, under a name; returns it.
     *
     * @param name the site's name
     * @param value the value
     */
    public Tensor deterministic(String name, Tensor value) {
        Site site = enter(name);
        handler.deterministic(site, site.nonNull(value, "value"));
        site.leave();
        return value;
    }

    /**
     * Adds a term to the log likelihood.
     *
     * @param name the site's name
     * @param logFactor the term; all its elements are added
     */
    public void factor(String name, Tensor logFactor) {
        Site site = enter(name);
        handler.factor(site, site.nonNull(logFactor, "logFactor"));
        site.leave();
    }

    /**
     * Declares a data input that {@link Model#withData} can give other values; returns its value.
     *
     * @param name the input's name
     * @param value its value
     */
    public Tensor data(String name, Tensor value) {
        Site site = enter(name);
        Tensor input = handler.data(site, site.nonNull(value, "value"));
        site.leave();
        return input;
    }

    /**
     * Declares a vector as a data input that {@link Model#withData} can give other values; returns its value.
     *
     * @param name the input's name
     * @param values its values
     */
    public Tensor data(String name, double... values) {
        return data(name, Tensor.of(given(name, values, "values")));
    }

    /**
     * Declares a vector of whole numbers as a data input that {@link Model#withData} can give other values; returns its
     * value.
     *
     * @param name the input's name
     * @param values its values
     */
    public Tensor data(String name, int... values) {
        return data(name, Tensor.of(given(name, values, "values")));
    }

    /**
     * Declares a matrix as a data input that {@link Model#withData} can give other values; returns its value.
     *
     * @param name the input's name
     * @param rows its rows
     */
    public Tensor data(String name, double[][] rows) {
        return data(name, Tensor.of(given(name, rows, "rows")));
    }

    /**
     * Declares a matrix of whole numbers as a data input that {@link Model#withData} can give other values; returns its
     * value.
     *
     * @param name the input's name
     * @param rows its rows
     */
    public Tensor data(String name, int[][] rows) {
        return data(name, Tensor.of(given(name, rows, "rows")));
    }

    /**
     * Runs another model's statements as part of this one, their names prefixed. A lambda may include itself if it comes to
     * an end, after at most 500 parts in parts.
     *
     * @param name the prefix; the names become "prefix.name"
     * @param part the other model's lambda
     */
    public void include(String name, Consumer<ModelBuilder> part) {
        SiteChecks.requireName(name);
        Arguments.nonNull(part, "part");
        requireRunning(new Site(prefix + name));
        if (depth == DEEPEST) {
            throw new IllegalArgumentException("The part \"" + name + "\" (" + Origin.ofCaller() + ") is inside of "
                    + DEEPEST + " others, at \"" + prefix.substring(0, Math.min(prefix.length(), 30))
                    + "...\". Include the lambda of another model: this one includes itself, or the one that includes"
                    + " it, without an end.");
        }
        new ModelBuilder(handler, prefix + name + ".", names, depth + 1).run(part);
    }

    /** Returns values that make a tensor, which then is no argument of the user's. */
    private <T> T given(String name, T values, String what) {
        if (values == null) {
            SiteChecks.requireName(name);
            return new Site(prefix + name).nonNull(values, what);
        }
        return values;
    }

    private Site enter(String name) {
        SiteChecks.requireName(name);
        Site site = new Site(prefix.isEmpty() ? name : prefix + name);
        requireRunning(site);
        if (!names.add(site.name())) {
            throw new RepeatedNameException(site);
        }
        return site;
    }

    private void requireRunning(Site site) {
        if (hasEnded) {
            throw site.error(
                    "the statement is made after the lambda has returned that was given the ModelBuilder, so that"
                            + " it would be lost. Make all statements inside the lambda; one that is run anew gets another"
                            + " ModelBuilder.");
        }
        if (Thread.currentThread() != thread) {
            throw site.error("the statement runs in the thread \""
                    + Thread.currentThread().getName()
                    + "\", but the model in \"" + thread.getName()
                    + "\". Make all statements in the thread that runs the"
                    + " lambda, without parallel streams: their order is that of the coordinates.");
        }
    }
}
