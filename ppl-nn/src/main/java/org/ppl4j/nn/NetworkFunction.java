package org.ppl4j.nn;

import java.util.List;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Shape;

/** A network as a function of its parameters and its inputs that the graph calls. */
record NetworkFunction(Dl4jNetwork network) implements DifferentiableFunction {

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.get(0).size() != network.parameterCount()) {
            throw new IllegalArgumentException("the network has " + network.parameterCount() + " parameters, got "
                    + inputs.get(0).size());
        }
        return Shape.of(network.outputShape(inputs.get(1).dimensions()));
    }

    @Override
    public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
        network.forward(inputs[0], inputs[1], inputShapes.get(1).dimensions(), output);
    }

    @Override
    public void vectorJacobianProduct(
            double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
        network.vectorJacobianProduct(
                inputs[0],
                inputs[1],
                inputShapes.get(1).dimensions(),
                outputAdjoint,
                inputAdjoints[0],
                inputAdjoints[1]);
    }
}
