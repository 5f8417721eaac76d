package org.ppl4j.nn;

import java.util.List;
import java.util.Optional;
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
        objection(inputs.get(0), inputs.get(1)).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        try {
            return Shape.of(network.outputShape(inputs.get(1).dimensions()));
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException(withoutFullStop(String.valueOf(failure.getMessage())), failure);
        }
    }

    /** Returns why arguments of these shapes do not fit, without a full stop, as far as the configuration tells. */
    Optional<String> objection(Shape parameters, Shape inputs) {
        Shape vector = Shape.of(network.parameterCount());
        if (!parameters.equals(vector)) {
            return Optional.of("its parameters must be one vector, of shape " + vector + "; "
                    + (parameters.size() == vector.size()
                            ? "parameters.flatten() makes them one"
                            : "network.parameterCount() tells their number"));
        }
        return network.objection(inputs.dimensions());
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
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
