package org.ppl4j.samplers;

import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.LibraryFrame;

/**
 * What all Hamiltonian samplers let a user choose of metric, integrator, refreshment and adaptation.
 *
 * @param metric the metric to begin with
 * @param learned what the warm-up learns of it
 * @param integrator how trajectories are followed
 * @param refreshment how much of the momentum is drawn afresh
 * @param adaptation how the warm-up learns
 * @param target what the step size is adapted to
 */
@LibraryFrame
record Tuning(
        Metric metric,
        MetricType learned,
        Integrator integrator,
        Refreshment refreshment,
        Adaptation adaptation,
        AcceptanceTarget target) {

    /** Refreshes the momentum as a whole. */
    Tuning(Metric metric, MetricType learned, Integrator integrator, Adaptation adaptation, AcceptanceTarget target) {
        this(metric, learned, integrator, Refreshment.full(), adaptation, target);
    }

    Tuning metric(MetricType type) {
        return new Tuning(Metric.unit(), Arguments.nonNull(type, "type"), integrator, refreshment, adaptation, target);
    }

    Tuning metric(Metric fixed) {
        return new Tuning(
                Arguments.nonNull(fixed, "metric"), MetricType.UNIT, integrator, refreshment, adaptation, target);
    }

    Tuning integrator(Integrator other) {
        return new Tuning(metric, learned, Arguments.nonNull(other, "integrator"), refreshment, adaptation, target);
    }

    Tuning refreshment(Refreshment other) {
        return new Tuning(metric, learned, integrator, Arguments.nonNull(other, "other"), adaptation, target);
    }

    Tuning adaptation(Adaptation other) {
        return new Tuning(metric, learned, integrator, refreshment, Arguments.nonNull(other, "adaptation"), target);
    }

    Tuning targetAcceptance(double rate, String sampler) {
        return new Tuning(metric, learned, integrator, refreshment, adaptation, AcceptanceTarget.of(rate, sampler));
    }

    /** Returns the metric to begin with if it is one of the target's space. */
    Metric metricFor(Target target) {
        int dimension = target.density().dimension();
        if (!metric.fits(dimension)) {
            throw new IllegalArgumentException(
                    "The metric " + metric + " does not fit " + dimension + " unconstrained coordinates.");
        }
        return metric;
    }

    /**
     * Refuses a kind of metric or an acceptance rate that was asked for although nothing is adapted. The usual kind does not
     * count as asked for, nor does the unit one, which asks for nothing to be learned.
     *
     * @param usual what the sampler has unless told otherwise
     * @param sampler the sampler, as the code that makes it
     * @throws IllegalArgumentException if there is such a setting
     */
    void requireUse(Tuning usual, Object sampler) {
        boolean metric = learned != usual.learned && learned != MetricType.UNIT;
        boolean rate = !target.equals(usual.target);
        if (adaptation == Adaptation.NONE && (metric || rate)) {
            throw new IllegalArgumentException(sampler + " does not adapt, so that "
                    + (metric ? "metric(MetricType." + learned + ")" : "targetAcceptance(" + target.rate() + ")")
                    + " has no effect. Leave it out, or choose how to adapt, as with adaptation(Adaptation.FISHER).");
        }
    }

    /** Returns the kernel of one chain; the step size is searched if it is 0. */
    Kernel kernel(Trajectory trajectory, double stepSize) {
        return new HamiltonianKernel(integrator, trajectory, adaptation.tuner(trajectory, stepSize, target, learned));
    }

    boolean keepsMomentum() {
        return !refreshment.isFull();
    }

    /** Returns how to make steps smaller that were learned, or searched. */
    String smallerSteps() {
        return adaptation == Adaptation.NONE
                ? "Let the warm-up learn smaller steps, as with adaptation(Adaptation.FISHER)"
                : target.raised();
    }

    /** Returns the calls that make it of the usual one. */
    String difference(Tuning usual) {
        StringBuilder text = new StringBuilder();
        if (!target.equals(usual.target)) {
            text.append(".targetAcceptance(").append(target.rate()).append(")");
        }
        if (metric != usual.metric) {
            text.append(".metric(").append(metric).append(")");
        } else if (learned != usual.learned) {
            text.append(".metric(MetricType.").append(learned).append(")");
        }
        if (!integrator.equals(usual.integrator)) {
            text.append(".integrator(").append(integrator).append(")");
        }
        if (adaptation != usual.adaptation) {
            text.append(".adaptation(Adaptation.").append(adaptation).append(")");
        }
        if (!refreshment.isFull()) {
            text.append(".refreshment(").append(refreshment).append(")");
        }
        return text.toString();
    }
}
