package org.ppl4j.samplers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.ChangingStructureException;
import org.ppl4j.density.LogDensity;
import org.ppl4j.density.LostDerivativeException;
import org.ppl4j.graph.LibraryFrame;

/**
 * A target as one chain sees it: evaluations are counted, and a density that throws, is NaN or is +Infinity becomes a
 * NaN that is remembered. For one thread at a time.
 */
@LibraryFrame
final class GuardedTarget implements Target {
    private final Target target;
    private final GuardedDensity density;

    GuardedTarget(Target target) {
        this.target = target;
        this.density = new GuardedDensity(target);
    }

    @Override
    public GuardedDensity density() {
        return density;
    }

    @Override
    public List<Variable> variables() {
        return target.variables();
    }

    @Override
    public double record(double[] position, double[] values) {
        return target.record(position, values);
    }

    @Override
    public double record(double[] position, double logDensity, double[] values) {
        return target.record(position, logDensity, values);
    }

    @Override
    public void prepareRecord() {
        target.prepareRecord();
    }

    @Override
    public double[] initialPosition(RandomGenerator random) {
        return target.initialPosition(random);
    }

    @Override
    public int[] coordinates(String variable) {
        return target.coordinates(variable);
    }

    @Override
    public double[] unconstrain(Map<String, ?> values, double[] fallback) {
        return target.unconstrain(values, fallback);
    }

    @Override
    public Optional<Prior> prior() {
        return target.prior().map(prior -> new GuardedPrior(prior, density::failures));
    }

    @Override
    public List<String> discreteVariables() {
        return target.discreteVariables();
    }

    @Override
    public List<String> constrainedVariables() {
        return target.constrainedVariables();
    }

    @Override
    public String describe(String variable) {
        return target.describe(variable);
    }

    @Override
    public String describeFailure(double[] position) {
        return target.describeFailure(position);
    }

    /** The log density, guarded. */
    static final class GuardedDensity implements LogDensity {
        private final LogDensity density;
        private DensityFailures failures;
        private long evaluations;
        private long gradientEvaluations;
        private @Nullable Error error;

        private GuardedDensity(Target target) {
            this.density = target.density();
            this.failures = new DensityFailures(target);
        }

        @Override
        public int dimension() {
            return density.dimension();
        }

        @Override
        public double logDensity(double[] position) {
            evaluations++;
            try {
                return failures.check(density.logDensity(position), position);
            } catch (ChangingStructureException e) {
                throw e;
            } catch (RuntimeException e) {
                return failures.threw(e);
            } catch (Error e) {
                error = e;
                throw e;
            }
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            gradientEvaluations++;
            try {
                return failures.check(density.logDensityAndGradient(position, gradient), position);
            } catch (ChangingStructureException | LostDerivativeException e) {
                throw e;
            } catch (RuntimeException e) {
                return failures.threw(e);
            } catch (Error e) {
                error = e;
                throw e;
            }
        }

        /** Returns whether the density threw this, and it was passed on. */
        boolean threwOn(Throwable thrown) {
            return thrown == error;
        }

        DensityFailures failures() {
            return failures;
        }

        /** Starts to remember failures afresh. */
        void forgetFailures() {
            failures = failures.fresh();
        }

        long evaluations() {
            return evaluations;
        }

        long gradientEvaluations() {
            return gradientEvaluations;
        }
    }
}
