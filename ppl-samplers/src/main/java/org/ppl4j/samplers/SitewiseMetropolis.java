package org.ppl4j.samplers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ppl4j.chains.Variable;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * Metropolis–Hastings one site after the other, each with a proposal of its own kind, also for models with discrete and
 * continuous sites. Needs no gradient.
 *
 * <p>A site without a proposal is drawn from its own distribution given the sites before it. For example
 * {@code SitewiseMetropolis.create().walk("mu", 0.5).wholeNumbers("k", 2)}.
 *
 * <p>A step proposes for every site once. Statistics: {@code acceptance_rate}, the mean over the proposals of the step of
 * the probability with which each was to be accepted.
 *
 * <p>N. Metropolis et al., J. Chem. Phys. 21, 1953; W. K. Hastings, Biometrika 57, 1970, section 2.4.
 */
@LibraryFrame
@CheckReturnValue
public final class SitewiseMetropolis implements Sampler {
    private static final double SMALL_STEP = 0.1;

    private final Map<String, Choice> choices;

    private SitewiseMetropolis(Map<String, Choice> choices) {
        this.choices = choices;
    }

    /** How the moves of one site are made, the call that asks for them, and what to try if none is ever accepted. */
    private record Choice(Maker maker, String call, String remedy) {}

    @FunctionalInterface
    private interface Maker {
        List<SiteMove> moves(Target target, String site);
    }

    /** {@return the sampler that draws every site from its own distribution given the sites before it} */
    public static SitewiseMetropolis create() {
        return new SitewiseMetropolis(Map.of());
    }

    /**
     * {@return a copy that moves a continuous site by Gaussian steps}
     *
     * @param site the name of a sampled site
     * @param scale the standard deviation in each of its unconstrained coordinates, all of which move together
     * @throws IllegalArgumentException if the scale is not positive
     */
    public SitewiseMetropolis walk(String site, double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "The scale of the walk of \"" + site + "\" must be finite and > 0, got " + scale + ".");
        }
        return with(
                site,
                (target, name) -> {
                    requireContinuous(target, name);
                    return List.of(SiteMove.walk(target.coordinates(name), scale));
                },
                "walk(\"" + site + "\", " + scale + ")",
                scale > SMALL_STEP
                        ? smallerOnes(site)
                        : "Give it smaller ones, such as walk(\"" + site + "\", "
                                + BigDecimal.valueOf(scale).movePointLeft(1) + ").");
    }

    /**
     * {@return a copy that moves a site of whole numbers up or down}
     *
     * @param site the name of a sampled site, whose elements move one after the other
     * @param reach how far a step goes at most, at least 1; all steps up to it are equally probable
     * @throws IllegalArgumentException if the reach is less
     */
    public SitewiseMetropolis wholeNumbers(String site, int reach) {
        if (reach < 1) {
            throw new IllegalArgumentException(
                    "The reach of the whole numbers of \"" + site + "\" must be at least 1, got " + reach + ".");
        }
        return with(
                site,
                (target, name) -> {
                    requireDiscrete(target, name);
                    List<SiteMove> moves = new ArrayList<>();
                    for (int coordinate : target.coordinates(name)) {
                        moves.add(SiteMove.wholeNumbers(coordinate, reach));
                    }
                    return moves;
                },
                "wholeNumbers(\"" + site + "\", " + reach + ")",
                reach > 1
                        ? "Give it smaller ones, such as wholeNumbers(\"" + site + "\", 1)."
                        : "There are no smaller ones. Start elsewhere with initial(...), or propose what is further away with"
                                + " wholeNumbers(\"" + site + "\", reach), from(...) or propose(...).");
    }

    /**
     * {@return a copy that draws a site from a distribution, wherever it is}
     *
     * @param site the name of a sampled site
     * @param distribution what to draw from, in the space of the model
     */
    public SitewiseMetropolis from(String site, Distribution distribution) {
        Arguments.nonNull(distribution, "distribution");
        return with(
                site,
                (target, name) -> List.of(SiteMove.draw(priorOf(target, name).draws(name, distribution))),
                "from(\"" + site + "\", " + distribution.name() + ")",
                stepsFromWhereItIs(site));
    }

    /**
     * {@return a copy with a proposal of your own for a site}
     *
     * @param site the name of a sampled site
     * @param proposal sees and changes the unconstrained coordinates of that site
     */
    public SitewiseMetropolis propose(String site, Proposal proposal) {
        Arguments.nonNull(proposal, "proposal");
        return with(
                site,
                (target, name) -> List.of(SiteMove.custom(target.coordinates(name), proposal)),
                "propose(\"" + site + "\", " + proposal + ")",
                smallerOnes(site));
    }

    private static String smallerOnes(String site) {
        return "Give it smaller ones, such as " + steps(site);
    }

    private static String stepsFromWhereItIs(String site) {
        return "It is drawn anew each time: give it steps from where it is, such as " + steps(site);
    }

    private static String steps(String site) {
        return "walk(\"" + site + "\", " + SMALL_STEP + "), or wholeNumbers(\"" + site + "\", 1) if it is discrete.";
    }

    private SitewiseMetropolis with(String site, Maker maker, String call, String remedy) {
        Map<String, Choice> changed = new LinkedHashMap<>(choices);
        changed.put(Arguments.nonNull(site, "site"), new Choice(maker, call, remedy));
        return new SitewiseMetropolis(changed);
    }

    @Override
    public Kernel kernel(Target target) {
        for (String site : choices.keySet()) {
            if (target.coordinates(site).length == 0) {
                throw new IllegalArgumentException(
                        "There is nothing to propose for \"" + site + "\", which is calculated from other sites.");
            }
        }
        Map<String, List<SiteMove>> moves = new LinkedHashMap<>();
        Map<String, String> remedies = new HashMap<>();
        for (Variable variable : target.variables()) {
            String site = variable.name();
            if (target.coordinates(site).length > 0) {
                Choice choice = choices.get(site);
                moves.put(site, choice == null ? fromPrior(target, site) : choice.maker.moves(target, site));
                remedies.put(site, choice == null ? stepsFromWhereItIs(site) : choice.remedy);
            }
        }
        return new SitewiseMetropolisKernel(target, moves, remedies);
    }

    private static List<SiteMove> fromPrior(Target target, String site) {
        return List.of(SiteMove.draw(priorOf(target, site).draws(Set.of(site))));
    }

    private static Prior priorOf(Target target, String site) {
        return target.prior()
                .orElseThrow(() -> new IllegalArgumentException("SitewiseMetropolis cannot draw \"" + site
                        + "\": the prior of a hand-written density is not known. Use walk(\"" + site
                        + "\", scale), or another proposal that does not need it."));
    }

    private static void requireContinuous(Target target, String site) {
        if (target.discreteVariables().contains(site)) {
            throw new IllegalArgumentException("Gaussian steps leave the values of \"" + site
                    + "\", which is discrete. Use wholeNumbers(\"" + site + "\", reach) for it.");
        }
    }

    private static void requireDiscrete(Target target, String site) {
        if (!target.discreteVariables().contains(site)) {
            throw new IllegalArgumentException("Steps of whole numbers do not reach all values of \"" + site
                    + "\", which is continuous. Use walk(\"" + site + "\", scale) for it.");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("SitewiseMetropolis.create()");
        choices.values().forEach(choice -> text.append('.').append(choice.call));
        return text.toString();
    }
}
