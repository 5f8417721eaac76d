package org.ppl4j.samplers;

import java.util.List;
import java.util.random.RandomGenerator;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;

/** A target that does what another does, for tests to change in part. */
class ForwardingTarget implements Target {
    private final Target target;

    ForwardingTarget(Target target) {
        this.target = target;
    }

    @Override
    public LogDensity density() {
        return target.density();
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
    public double[] initialPosition(RandomGenerator random) {
        return target.initialPosition(random);
    }

    @Override
    public int[] coordinates(String variable) {
        return target.coordinates(variable);
    }

    @Override
    public String describeFailure(double[] position) {
        return target.describeFailure(position);
    }
}
