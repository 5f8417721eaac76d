package org.ppl4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.Compiler;
import org.ppl4j.density.CompiledDensity;
import org.ppl4j.density.ComponentDensity;
import org.ppl4j.density.ComponentDensity.Components;
import org.ppl4j.distribution.Supports;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Origin;
import org.ppl4j.tensor.Tensor;

/**
 * A probabilistic model: a lambda that declares random variables, and what is observed of them.
 *
 * <pre>{@code
 * Model model = Model.of("coin", m -> {
 *     Tensor p = m.sample("p", Beta.of(2, 2));
 *     m.observe("y", Bernoulli.of(p), 0, 1, 1, 0, 1);
 * });
 * }</pre>
 *
 * <p>A model is immutable and safe to use from several threads: the methods that change its meaning return another. The
 * lambda is run more than once, so it should have no effects besides its statements.
 */
public final class Model {

    static {
        Preloading.begin(Model.class);
    }

    private final String name;
    private final Consumer<ModelBuilder> body;
    private final List<Transform> transforms;
    private final Compiler compiler;
    private volatile @Nullable ModelDensity density;

    private Model(String name, Consumer<ModelBuilder> body, List<Transform> transforms, Compiler compiler) {
        this.name = name;
        this.body = body;
        this.transforms = transforms;
        this.compiler = compiler;
    }

    /**
     * Returns a model.
     *
     * @param name its name, for messages
     * @param body its statements
     */
    public static Model of(String name, Consumer<ModelBuilder> body) {
        Arguments.nonNull(name, "name");
        return new Model(name, Arguments.nonNull(body, "body"), List.of(), new Compiler(name));
    }

    /** Returns the model's name. */
    public String name() {
        return name;
    }

    /**
     * Returns this model with some sampled sites observed. A site that is observed already takes the new value.
     *
     * @param values the observed values by the sites' names: numbers, arrays or tensors
     */
    public Model condition(Map<String, ?> values) {
        return with(new Transform.Condition(Values.read(values), Origin.ofCaller()));
    }

    /**
     * Returns this model with some observed sites sampled.
     *
     * @param sites the sites' names
     */
    public Model decondition(String... sites) {
        return with(new Transform.Decondition(distinct(sites), Origin.ofCaller()));
    }

    /**
     * Returns this model with some sampled sites in their non-centred form: {@link #centred} to the degree 0.
     *
     * @param sites the sites' names
     */
    public Model nonCentred(String... sites) {
        return recentred(distinct(sites), false);
    }

    /** Returns this model with some sites in their non-centred form, and their scales recorded. */
    Model withScales(Set<String> sites) {
        return recentred(sites, true);
    }

    private Model recentred(Set<String> sites, boolean recordsScales) {
        Map<String, Tensor> degrees = new LinkedHashMap<>();
        sites.forEach(site -> degrees.put(site, Tensor.of(0.0)));
        return with(new Transform.Recentre(degrees, recordsScales, Origin.ofCaller()));
    }

    /**
     * Returns this model with other unconstrained coordinates for some sampled sites: the same variables with the same joint
     * density, of which a sampler sees standard values with degree 0, the non-centred form; what the statements say with degree
     * 1, the centred form; and with others what lies between them, as {@link org.ppl4j.bijector.PartlyCentred} says. Where few data
     * tell a value a low degree undoes the funnel of a hierarchical model, in which one step size has to suit all scales; where many
     * do a high one is best. {@code Sampling} finds degrees by itself unless told otherwise.
     *
     * <p>O. Papaspiliopoulos, G. O. Roberts and M. Sköld, "A general framework for the parametrization of hierarchical models",
     * Statistical Science 22, 2007.
     *
     * @param degrees from 0 to 1, by the sites' names: numbers, or arrays or tensors with one for each element; the sites'
     *     distributions have a {@link org.ppl4j.distribution.Distribution#locationScale}
     * @throws IllegalArgumentException if a degree is not from 0 to 1
     */
    public Model centred(Map<String, ?> degrees) {
        Map<String, Tensor> read = Values.read(Arguments.nonNull(degrees, "degrees"));
        read.forEach((site, degree) -> Supports.probability()
                .violation(degree.toArray(), degree.shape())
                .ifPresent(violation -> {
                    throw new IllegalArgumentException("The degree of centring of \"" + site + "\" " + violation + " ("
                            + Origin.ofCaller() + ").");
                }));
        return with(new Transform.Recentre(read, false, Origin.ofCaller()));
    }

    private static Set<String> distinct(String... sites) {
        for (int i = 0; i < Arguments.nonNull(sites, "sites").length; i++) {
            Arguments.nonNull(sites[i], "sites[" + i + "]");
        }
        return new LinkedHashSet<>(List.of(sites));
    }

    /**
     * Returns this model with some sampled sites set to a value, without a term in the density.
     *
     * @param values the values by the sites' names: numbers, arrays or tensors
     */
    public Model fix(Map<String, ?> values) {
        return with(new Transform.Fix(Values.read(values), Origin.ofCaller()));
    }

    /**
     * Returns this model with another value for a data input. With the same shape, nothing is compiled anew; with another
     * length, the code that HotSpot has compiled already runs again, unless the statements become others.
     *
     * @param input the input's name
     * @param value its value: a number, an array or a tensor
     * @throws NullPointerException if one of them is null
     */
    public Model withData(String input, Object value) {
        Arguments.nonNull(input, "input");
        if (value == null) {
            throw Arguments.isNull("The value of the data input \"" + input + "\" (" + Origin.ofCaller() + ")");
        }
        return with(new Transform.Rebind(Values.read(Map.of(input, value)), Origin.ofCaller()));
    }

    private Model with(Transform transform) {
        List<Transform> more = new ArrayList<>(transforms);
        more.add(transform);
        return new Model(name, body, List.copyOf(more), compiler);
    }

    /**
     * Returns the log density over the unconstrained coordinates, made at the first call.
     *
     * @throws IllegalArgumentException if a statement of the model is not valid: names the site and the line
     */
    public ModelDensity density() {
        ModelDensity known = density;
        if (known == null) {
            known = makeDensity();
            density = known;
        }
        return known;
    }

    /** Says in words what the compiler made of the gradient of the model's log density. */
    public String explain() {
        return density().explain();
    }

    private ModelDensity makeDensity() {
        DensityLayout layout = new DensityLayout(this);
        Optional<CompiledDensity> compiled = layout.compiled(compiler);
        ComponentDensity density = compiled.isPresent() ? compiled.get() : layout.eager();
        return new ModelDensity(this, density, layout.coordinates());
    }

    /**
     * Returns the log joint density at named values, in the space of the model; minus infinity outside of the support.
     *
     * @param values a value for each sampled site: numbers, arrays or tensors
     */
    public double logDensity(Map<String, ?> values) {
        return components(values).logJoint();
    }

    /**
     * Returns the sum over the sampled sites of the log density at named values.
     *
     * @param values a value for each sampled site: numbers, arrays or tensors
     */
    public double logPrior(Map<String, ?> values) {
        return components(values).logPrior();
    }

    /**
     * Returns the sum over the observed sites and the factors of the log density at named values.
     *
     * @param values a value for each sampled site: numbers, arrays or tensors
     */
    public double logLikelihood(Map<String, ?> values) {
        return components(values).logLikelihood();
    }

    /**
     * Returns the terms of the log likelihood at every draw of the sampled sites, one for each independent observation: what
     * models are compared by on data left out, as by WAIC or PSIS-LOO.
     *
     * @param draws values of the sampled sites, such as chains
     * @return by the name of each observed site and factor a row a draw, with the terms in the order of the data, row-major;
     *     an empty row where a draw of a dynamic model does not have it
     * @throws IllegalArgumentException if the draws lack a sampled site
     */
    public Map<String, double[][]> logLikelihoods(DrawSource draws) {
        int count = Arguments.nonNull(draws, "draws").drawCount();
        Map<String, double[][]> terms = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            LikelihoodHandler handler = new LikelihoodHandler(draws.draw(i));
            run(handler);
            int draw = i;
            handler.terms()
                    .forEach((site, row) -> terms.computeIfAbsent(site, absent -> new double[count][0])[draw] = row);
        }
        return terms;
    }

    private Components components(Map<String, ?> values) {
        ValueHandler handler = new ValueHandler(Values.read(values));
        try {
            run(handler);
        } catch (IllegalArgumentException refused) {
            if (handler.isOutside()) {
                return new Components(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);
            }
            throw refused;
        }
        requireValuesMet(values.keySet(), handler.met());
        return handler.components();
    }

    /**
     * Draws the sampled sites from the prior; with the deterministic values.
     *
     * @param random the source of randomness
     */
    public Map<String, Tensor> samplePrior(RandomGenerator random) {
        DrawHandler handler = DrawHandler.ofSampled(Map.of(), Arguments.nonNull(random, "random"));
        run(handler);
        Map<String, Tensor> values = new LinkedHashMap<>(handler.sampled());
        values.putAll(handler.deterministic());
        return values;
    }

    /**
     * Draws the sampled sites from the prior, and the observed ones given those; with the deterministic values.
     *
     * @param random the source of randomness
     */
    public Map<String, Tensor> samplePriorPredictive(RandomGenerator random) {
        DrawHandler handler = DrawHandler.ofAll(Map.of(), Arguments.nonNull(random, "random"));
        run(handler);
        Map<String, Tensor> values = new LinkedHashMap<>(handler.sampled());
        values.putAll(handler.observed());
        values.putAll(handler.deterministic());
        return values;
    }

    /**
     * Draws the observed sites anew for every draw of the sampled ones, with the deterministic values: the posterior
     * predictive distribution if the draws are from the posterior. On new data: {@code
     * model.withData("x", others).predict(chains, seed)}.
     *
     * @param draws values of the sampled sites, such as chains; a site {@code x[0]} may be there as an element of {@code x}, and
     *     one that they lack is drawn from its distribution
     * @param seed the seed of the randomness
     * @throws IllegalArgumentException if the draws have a value for none of the sampled sites, as those of another model
     */
    public Predictions predict(DrawSource draws, long seed) {
        Arguments.nonNull(draws, "draws");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return new Predictions(draws.drawCount(), i -> predicted(draws.draw(i), random));
    }

    private Map<String, Tensor> predicted(Map<String, Tensor> draw, RandomGenerator random) {
        DrawHandler handler = DrawHandler.ofAll(draw, random);
        run(handler);
        if (!handler.sampled().isEmpty() && !handler.knowsGiven()) {
            throw drawsOfAnotherModel(draw.keySet());
        }
        Map<String, Tensor> values = new LinkedHashMap<>(handler.observed());
        values.putAll(handler.deterministic());
        return values;
    }

    private IllegalArgumentException drawsOfAnotherModel(Set<String> names) {
        return new IllegalArgumentException(
                "The draws have no value for any sampled site of the model \"" + name + "\" ("
                        + Origin.ofCaller() + "). They are of "
                        + (names.isEmpty()
                                ? "nothing"
                                : names.stream().sorted().collect(Collectors.joining("\", \"", "\"", "\"")))
                        + ". " + names(transforms.size()).describe()
                        + " Give draws of this model, or take samplePriorPredictive(...) for the prior.");
    }

    /**
     * Draws the sampled sites from the prior and the observed ones given those, and puts the drawn data in place of the
     * observed ones: what simulation-based calibration starts from.
     *
     * @param random the source of randomness
     * @throws IllegalArgumentException if the model has a factor, which has no distribution to draw from
     */
    public Simulation simulate(RandomGenerator random) {
        DrawHandler handler = DrawHandler.ofAll(Map.of(), Arguments.nonNull(random, "random"));
        run(new ForwardingHandler(handler) {
            @Override
            public void factor(Site site, Tensor logFactor) {
                throw site.error("a factor has no distribution, so that no data can be simulated from the model."
                        + " Write it as a sampled or an observed site.");
            }
        });
        Map<String, Tensor> values = new LinkedHashMap<>(handler.sampled());
        values.putAll(handler.deterministic());
        Transform simulated = new Transform.Simulated(Map.copyOf(handler.observed()), Origin.ofCaller());
        return new Simulation(values, handler.observed(), with(simulated));
    }

    double[] unconstrain(Map<String, Tensor> values, Coordinates coordinates, double @Nullable [] fallback) {
        UnconstrainHandler handler = new UnconstrainHandler(values, coordinates, fallback);
        run(handler);
        requireValuesMet(values.keySet(), handler.met());
        return handler.position();
    }

    String describeFailure(double[] position, Coordinates coordinates) {
        DensityHandler handler;
        try {
            handler = DensityLayout.evaluate(position, coordinates, this);
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage()).replaceAll("\\.$", "");
        }
        return Failures.ofDensity(handler)
                .or(() -> {
                    double[] gradient = new double[position.length];
                    density().logDensityAndGradient(position, gradient);
                    return Failures.ofGradient(gradient, coordinates, handler);
                })
                .orElseGet(() -> "the log density of the model \"" + name + "\" is "
                        + density().logDensity(position));
    }

    /** Runs the lambda under a handler, and checks that all names that the transforms mention occurred. */
    void run(Handler handler) {
        List<Set<String>> met = new ArrayList<>();
        try {
            ModelBuilder.run(body, transformed(handler, transforms, met));
        } catch (RepeatedNameException repeated) {
            Site site = repeated.site();
            String before = names(0).firstUse(site.name()).toString();
            boolean isLoop = before.equals(String.valueOf(site.origin()));
            throw site.error("the name was already used at " + before + ". Give every site a name of its own"
                    + (isLoop ? ", in a loop with a number: \"" + site.name() + "[\" + i + \"]\"." : "."));
        } catch (RefusedValueException refused) {
            throw refused;
        } catch (IllegalArgumentException refused) {
            String shapes = describeOtherShapes();
            throw shapes.isEmpty() ? refused : new IllegalArgumentException(refused.getMessage() + shapes, refused);
        }
        for (int i = 0; i < met.size(); i++) {
            Transform transform = transforms.get(i);
            requireMet(transform.names(), met.get(i), transform.requirement(), transform.origin(), i);
        }
    }

    /** Says which data inputs were given another shape than the statements have for them; nothing if none was. */
    private String describeOtherShapes() {
        StringBuilder text = new StringBuilder();
        for (Transform transform : transforms) {
            if (transform instanceof Transform.Rebind change) {
                text.append(names(0).describeOtherShapes(change));
            }
        }
        return text.toString();
    }

    /** Returns a handler that makes changes one after the other, the first of them first. */
    private static Handler transformed(Handler handler, List<Transform> changes, List<Set<String>> met) {
        Handler outer = handler;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Set<String> seen = new LinkedHashSet<>();
            met.add(0, seen);
            outer = changes.get(i).wrap(outer, seen);
        }
        return outer;
    }

    private void requireValuesMet(Set<String> names, Set<String> met) {
        requireMet(names, met, "sampled site \"%s\" to give a value to", Origin.ofCaller(), transforms.size());
    }

    private void requireMet(Set<String> names, Set<String> met, String requirement, Origin origin, int changes) {
        for (String asked : names) {
            if (!met.contains(asked)) {
                throw new IllegalArgumentException(
                        "The model \"" + name + "\" has no " + String.format(requirement, asked) + " (" + origin + "). "
                                + names(changes).describe());
            }
        }
    }

    /** Returns the names of the sites that the model has after the first of its transforms. */
    private NamesHandler names(int changes) {
        List<Transform> first = transforms.subList(0, changes);
        return NamesHandler.of(names -> ModelBuilder.run(body, transformed(names, first, new ArrayList<>())));
    }

    @Override
    public String toString() {
        return "Model \"" + name + "\"";
    }
}
