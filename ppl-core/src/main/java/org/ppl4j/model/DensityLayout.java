package org.ppl4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.ppl4j.compile.Compiler;
import org.ppl4j.density.CompiledDensity;
import org.ppl4j.density.DerivativeCheck;
import org.ppl4j.density.EagerDensity;
import org.ppl4j.density.LostDerivativeException;
import org.ppl4j.density.TracedDensity;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.SymbolicValueException;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** Runs a model once to give its sites their coordinates, and makes its density over them. */
final class DensityLayout {

    private static final String SYMBOL = "position";

    /** More coordinates than a model can have: their number is known after the run only. */
    private static final int CAPACITY = 1 << 30;

    private static final int ATTEMPTS = 100;

    private final Model model;
    private Coordinates coordinates = new Coordinates();
    private Origin reading = Origin.UNKNOWN;

    /**
     * Creates a layout.
     *
     * @param model the model
     */
    DensityLayout(Model model) {
        this.model = model;
    }

    /** Returns the coordinates that the density is over. */
    Coordinates coordinates() {
        return coordinates;
    }

    /**
     * Returns the density of a model whose statements are always the same, as it was traced if an optimisation fails; empty if the
     * model reads a random value.
     */
    Optional<CompiledDensity> compiled(Compiler compiler) {
        try {
            return traced(compiler);
        } catch (FailedOptimizationException failed) {
            Throwable failure = Objects.requireNonNull(failed.getCause());
            Optional<CompiledDensity> density = traced(compiler.withoutOptimizations(failure));
            compiler.sayWhy(failure);
            return density;
        }
    }

    private Optional<CompiledDensity> traced(Compiler compiler) {
        coordinates = new Coordinates();
        Node symbol = Node.symbol(new Variable(SYMBOL), Shape.of(CAPACITY));
        DensityHandler handler = DensityHandler.ofSymbol(symbol, coordinates, compiler);
        try {
            model.run(handler);
        } catch (SymbolicValueException dynamic) {
            reading = dynamic.origin();
            return Optional.empty();
        }
        Node variable = Node.symbol(new Variable(SYMBOL), Shape.of(coordinates.dimension()));
        List<String> notes = new ArrayList<>();
        TracedDensity traced = rerolled(handler.traced(notes), compiler, notes).substitute(variable);
        ForeignValues.requireNone(handler, traced);
        return Optional.of(new CompiledDensity(traced, compiler, handler.data(), notes));
    }

    private static TracedDensity rerolled(TracedDensity asWritten, Compiler compiler, List<String> notes) {
        try {
            return asWritten.withRoots(compiler.reroll(asWritten.roots(), notes));
        } catch (RuntimeException | StackOverflowError failure) {
            throw new FailedOptimizationException(failure);
        }
    }

    /** Lays out the coordinates by a run with draws from the prior; then every evaluation runs the lambda. */
    EagerDensity eager() {
        RandomGenerator random = new SplittableRandom(0);
        for (int attempt = 1; ; attempt++) {
            try {
                return eager(random);
            } catch (IllegalArgumentException refused) {
                // A draw from the prior may be refused where others are not.
                if (attempt == ATTEMPTS) {
                    throw refused;
                }
            }
        }
    }

    private EagerDensity eager(RandomGenerator random) {
        Coordinates places = new Coordinates();
        coordinates = places;
        model.run(new ForwardingHandler(DrawHandler.ofSampled(Map.of(), random)) {
            @Override
            public Tensor sample(Site site, Distribution distribution) {
                places.place(site, distribution);
                places.note(site, distribution.shape());
                return super.sample(site, distribution);
            }

            @Override
            public Tensor observe(Site site, Distribution distribution, Tensor value) {
                SiteChecks.requirePossible(site, distribution, SiteChecks.observedShape(site, distribution, value));
                return super.observe(site, distribution, value);
            }

            @Override
            public void deterministic(Site site, Tensor value) {
                places.note(site, value.shape());
                super.deterministic(site, value);
            }
        });
        DerivativeCheck check = new DerivativeCheck(
                coordinate -> !places.ofCoordinate(coordinate).isDiscrete(),
                (coordinate, slope, derivative) ->
                        lost(places.ofCoordinate(coordinate), coordinate, slope, derivative));
        return new EagerDensity(places.dimension(), position -> traced(evaluate(position, places, model)), check);
    }

    private static TracedDensity traced(DensityHandler run) {
        TracedDensity traced = run.traced();
        ForeignValues.requireNone(run, traced);
        return traced;
    }

    private LostDerivativeException lost(Coordinates.Place place, int coordinate, double slope, double derivative) {
        return new LostDerivativeException(place.site() + ": the gradient by the unconstrained coordinate "
                + (coordinate - place.offset()) + " is " + (float) derivative + ", but the log density changes by "
                + (float) slope + ". A number that is read from a random value, as at " + reading
                + ", carries no derivative into what is made of it. Compute with tensors and read numbers to branch"
                + " only, make the computation a DifferentiableFunction, or take a sampler without gradients.");
    }

    /** Runs a model at a position. */
    static DensityHandler evaluate(double[] position, Coordinates coordinates, Model model) {
        Node variable = Node.leaf(new Variable(SYMBOL), Shape.of(position.length), position);
        DensityHandler handler = DensityHandler.at(variable, coordinates);
        model.run(handler);
        coordinates.requireSame(handler.recorded(), handler.sites());
        return handler;
    }
}
