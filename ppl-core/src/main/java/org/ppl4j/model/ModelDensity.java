package org.ppl4j.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ppl4j.density.CompiledDensity;
import org.ppl4j.density.ComponentDensity;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * The log density of a model over its unconstrained coordinates, with what samplers and their drivers need besides:
 * which site has which coordinates, what to record, where to start.
 */
public final class ModelDensity implements ComponentDensity {

    /**
     * A value that is recorded at every draw.
     *
     * @param name the site's name
     * @param shape the shape of the value
     */
    public record Recorded(String name, Shape shape) {}

    /**
     * A sampled site's place among the unconstrained coordinates.
     *
     * @param name the site's name
     * @param offset its first coordinate
     * @param size how many coordinates it has
     * @param isDiscrete whether they are isolated values, which have no gradient
     */
    public record SampledSite(String name, int offset, int size, boolean isDiscrete) {}

    /** What the name of a recorded scale begins with; the name of its site follows. */
    public static final String SCALE_OF = "scale of ";

    private final Model model;
    private final ComponentDensity density;
    private final Coordinates coordinates;
    private final List<Recorded> recorded;

    ModelDensity(Model model, ComponentDensity density, Coordinates coordinates) {
        this.model = model;
        this.density = density;
        this.coordinates = coordinates;
        this.recorded = coordinates.recorded();
    }

    /** Returns the model. */
    public Model model() {
        return model;
    }

    /** Whether the model is dynamic: it reads random values, and is run anew at every evaluation. */
    public boolean isDynamic() {
        return !(density instanceof CompiledDensity);
    }

    /** Compiles the gradient now rather than at its first use; does nothing for a dynamic model. */
    public void compile() {
        if (density instanceof CompiledDensity compiled) {
            compiled.compileGradient();
        }
    }

    /** Compiles what is recorded now rather than at the first record; does nothing for a dynamic model. */
    public void compileRecord() {
        if (density instanceof CompiledDensity compiled) {
            compiled.compileRecord();
        }
    }

    /** Says in words what the compiler made of the gradient: loops, straight-line code and calls. */
    public String explain() {
        return density instanceof CompiledDensity compiled
                ? compiled.explain()
                : "The model is dynamic: its lambda is run anew at every evaluation." + System.lineSeparator();
    }

    @Override
    public int dimension() {
        return density.dimension();
    }

    @Override
    public double logDensity(double[] position) {
        return density.logDensity(position);
    }

    @Override
    public double logDensityAndGradient(double[] position, double[] gradient) {
        return density.logDensityAndGradient(position, gradient);
    }

    @Override
    public void hessianVectorProduct(double[] position, double[] vector, double[] product) {
        density.hessianVectorProduct(position, vector, product);
    }

    @Override
    public Components components(double[] position) {
        return density.components(position);
    }

    @Override
    public double record(double[] position, double[] values) {
        return density.record(position, values);
    }

    @Override
    public double record(double[] position, double logDensity, double[] values) {
        return density.record(position, logDensity, values);
    }

    /** Returns what {@link #record} writes, in order: the sampled and the deterministic values. */
    public List<Recorded> recorded() {
        return recorded;
    }

    /** Returns the sampled sites, in the order of their coordinates. */
    public List<SampledSite> sampledSites() {
        return coordinates.places().stream()
                .map(place -> new SampledSite(
                        place.site().name(),
                        place.offset(),
                        place.unconstrained().size(),
                        place.isDiscrete()))
                .toList();
    }

    /** Returns the names of the sampled sites whose values may be any real numbers, so that they can be shifted and scaled. */
    public Set<String> realSites() {
        return coordinates.places().stream()
                .filter(Coordinates.Place::isReal)
                .map(place -> place.site().name())
                .collect(Collectors.toSet());
    }

    /**
     * Returns the sampled sites whose scale is random, which may be {@linkplain Model#centred centred} to
     * different degrees; in groups, since sites of a loop belong together. None for a dynamic model. A site whose value another one
     * of its group depends on, as in a random walk, is left out with its group.
     */
    public List<List<String>> scaledSites() {
        if (isDynamic() || !coordinates.areScaled()) {
            return List.of();
        }
        ScaledSites sites = new ScaledSites(coordinates);
        model.run(sites);
        return sites.groups();
    }

    /**
     * Returns the density with some sites in their non-centred form, which also records the scale of each of their elements, under
     * {@link #SCALE_OF} and the site's name: what to choose a degree of centring by.
     *
     * @param sites the names of sites among {@link #scaledSites}
     * @throws IllegalArgumentException if the model records something under such a name itself
     */
    public ModelDensity withScales(Set<String> sites) {
        for (Recorded known : recorded) {
            if (known.name().startsWith(SCALE_OF) && sites.contains(known.name().substring(SCALE_OF.length()))) {
                throw new IllegalArgumentException("The model \"" + model.name() + "\" records \"" + known.name()
                        + "\" already. Give it another name.");
            }
        }
        return model.withScales(sites).density();
    }

    /**
     * Returns a sampled site as sentences name it, with the line that it is written on.
     *
     * @param name the site's name
     */
    public String describeSite(String name) {
        return coordinates.places().stream()
                .map(place -> place.site())
                .filter(site -> site.name().equals(name))
                .map(site -> "s" + site.toString().substring(1))
                .findFirst()
                .orElse("\"" + name + "\"");
    }

    /**
     * Returns the unconstrained coordinates of named values.
     *
     * @param values a value for each sampled site: numbers, arrays or tensors
     */
    public double[] unconstrain(Map<String, ?> values) {
        return model.unconstrain(Values.read(values), coordinates, null);
    }

    /**
     * Returns the unconstrained coordinates of named values, where some may be missing.
     *
     * @param values values of sampled sites: numbers, arrays or tensors
     * @param fallback the unconstrained coordinates of the other sites, and any numbers for those with a value
     */
    public double[] unconstrain(Map<String, ?> values, double[] fallback) {
        return model.unconstrain(Values.read(values), coordinates, fallback);
    }

    /**
     * Returns draws of some sites from their own distributions, given the sites before them.
     *
     * @param sites the names of sampled sites
     */
    public SiteDraws siteDraws(Set<String> sites) {
        sites.forEach(this::site);
        return draws(Set.copyOf(sites), Map.of());
    }

    /**
     * Returns draws of one site from another distribution than its own.
     *
     * @param site the name of a sampled site
     * @param distribution what to draw from; it is cut to the support of the site
     */
    public SiteDraws siteDraws(String site, Distribution distribution) {
        Coordinates.Place place = site(site);
        if (distribution.isDiscrete() != place.isDiscrete()) {
            throw place.site()
                    .error("it is " + (place.isDiscrete() ? "discrete" : "continuous") + ", but " + distribution.name()
                            + " is not. Draw it from a distribution of the same kind.");
        }
        if (!distribution.shape().equals(place.shape())) {
            throw place.site()
                    .error("it has shape " + place.shape() + ", but " + distribution.name() + " has shape "
                            + distribution.shape() + ". Draw it from a distribution of the site's shape.");
        }
        return draws(Set.of(site), Map.of(site, distribution));
    }

    private Coordinates.Place site(String name) {
        return coordinates.places().stream()
                .filter(place -> place.site().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The model \"" + model.name()
                        + "\" has no sampled site \"" + name + "\" to draw; it samples "
                        + coordinates.places().stream()
                                .map(place -> '"' + place.site().name() + '"')
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private SiteDraws draws(Set<String> sites, Map<String, Distribution> others) {
        return new SiteDraws() {
            @Override
            public double draw(double[] position, RandomGenerator random) {
                return run(position, random);
            }

            @Override
            public double logDensity(double[] position) {
                return run(position, null);
            }

            private double run(double[] position, @Nullable RandomGenerator random) {
                RedrawHandler handler = new RedrawHandler(coordinates, sites, others, position, random);
                model.run(handler);
                return handler.logDensity();
            }
        };
    }

    /**
     * Returns a place to try to start from: uniform between -2 and 2 in every unconstrained coordinate, discrete sites
     * drawn from their prior.
     *
     * @param random the source of randomness
     */
    public double[] initialPosition(RandomGenerator random) {
        double[] position = new double[dimension()];
        for (int i = 0; i < position.length; i++) {
            position[i] = random.nextDouble(-2, 2);
        }
        if (coordinates.places().stream().anyMatch(Coordinates.Place::isDiscrete)) {
            Map<String, Tensor> prior = model.samplePrior(random);
            for (Coordinates.Place place : coordinates.places()) {
                Tensor drawn = prior.get(place.site().name());
                if (place.isDiscrete() && drawn != null) {
                    System.arraycopy(drawn.toArray(), 0, position, place.offset(), drawn.size());
                }
            }
        }
        return position;
    }

    /**
     * Says which site makes the density at a position not finite, and with what value, as in: Site "y" (File.java:12) has
     * log density -Infinity, at y = 3.0. Without a full stop.
     *
     * @param position the unconstrained coordinates
     */
    public String describeFailure(double[] position) {
        return model.describeFailure(position, coordinates);
    }
}
