package org.ppl4j.density;

import java.util.List;
import java.util.function.Function;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;

/** The log density of a dynamic model: its lambda is run anew at every position, and the graph of that run evaluated. */
public final class EagerDensity implements ComponentDensity {

    private final int dimension;
    private final Function<double[], TracedDensity> run;
    private final DerivativeCheck check;

    /**
     * Creates a density.
     *
     * @param dimension the number of unconstrained coordinates
     * @param run runs the model at a position, which it may keep, with a concrete variable
     * @param check looks whether gradients are right
     */
    public EagerDensity(int dimension, Function<double[], TracedDensity> run, DerivativeCheck check) {
        this.dimension = dimension;
        this.run = run;
        this.check = check;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double logDensity(double[] position) {
        return Evaluation.value(total(runAt(position)))[0];
    }

    /**
     * {@inheritDoc}
     *
     * @throws LostDerivativeException if the model makes part of its density from numbers that it reads; found out at some
     *     of the calls
     */
    @Override
    public double logDensityAndGradient(double[] position, double[] gradient) {
        Lengths.requireGradient(gradient, dimension);
        TracedDensity traced = runAt(position);
        Node total = total(traced);
        Node derivative =
                Differentiation.gradient(total, List.of(traced.variable())).get(0);
        System.arraycopy(Evaluation.value(derivative), 0, gradient, 0, gradient.length);
        check.check(this::logDensity, position, gradient);
        return Evaluation.value(total)[0];
    }

    @Override
    public void hessianVectorProduct(double[] position, double[] vector, double[] product) {
        Lengths.requireVectors(vector, product, dimension);
        TracedDensity traced = runAt(position);
        if (GradientDifferences.calledFunction(total(traced), traced.variable()).isPresent()) {
            GradientDifferences.product(this, position, vector, product);
            return;
        }
        Node derivative = Differentiation.hessianVectorProduct(
                total(traced), traced.variable(), Constant.of(traced.variable().shape(), vector.clone()));
        System.arraycopy(Evaluation.value(derivative), 0, product, 0, product.length);
    }

    @Override
    public Components components(double[] position) {
        return components(runAt(position));
    }

    @Override
    public double record(double[] position, double[] values) {
        TracedDensity traced = runAt(position);
        int at = 0;
        for (Node node : traced.recorded()) {
            double[] part = Evaluation.value(node);
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return components(traced).logJoint();
    }

    private TracedDensity runAt(double[] position) {
        Lengths.requirePosition(position, dimension);
        return run.apply(position.clone());
    }

    private static Components components(TracedDensity traced) {
        return new Components(
                Evaluation.value(traced.logPrior())[0],
                Evaluation.value(traced.logLikelihood())[0],
                Evaluation.value(traced.logJacobian())[0]);
    }

    private static Node total(TracedDensity traced) {
        Node joint = Nodes.add(traced.logPrior(), traced.logLikelihood());
        return Nodes.add(joint, traced.logJacobian());
    }
}
