package org.ppl4j.compile;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Evaluation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** Compares second derivatives, compiled and eager, with differences of gradients. */
public final class Curvature {

    /** What {@link #error} is below, of a function whose second derivatives are right. */
    public static final double TOLERANCE = 1e-6;

    private static final double STEP = 1e-4;

    private Curvature() {}

    /**
     * Returns how far second derivatives are from differences of gradients, at most: the part of the largest of them, or of
     * one.
     *
     * @param function of a vector, to a tensor that is summed
     * @param position where
     */
    public static double error(UnaryOperator<Tensor> function, double... position) {
        int size = position.length;
        Node symbol = Node.symbol(new Variable("x"), Shape.of(size));
        Node scalar = function.apply(Tensor.of(symbol)).sum().node();
        Workspace gradient = workspace(new Compiler("gradient").compileWithGradient(List.of(scalar), symbol));
        Workspace product = workspace(new Compiler("curvature").compileHessianVectorProduct(scalar, symbol));
        double worst = 0;
        for (int i = 0; i < size; i++) {
            double[] direction = new double[size];
            direction[i] = 1;
            // near a bound, of positive numbers say, the function changes within as little as the number itself
            double step = STEP * (position[i] == 0 ? 1 : Math.min(1, Math.abs(position[i])));
            double[] above = gradient(gradient, position, i, step);
            double[] below = gradient(gradient, position, i, -step);
            product.run(position, direction);
            double[] compiled = product.output(0).clone();
            double[] eager = eager(function, position, direction);
            double scale = 1;
            double error = 0;
            for (int j = 0; j < size; j++) {
                double slope = (above[j] - below[j]) / (2 * step);
                scale = Math.max(scale, Math.abs(slope));
                error = Math.max(error, Math.abs(compiled[j] - slope));
                error = Math.max(error, Math.abs(eager[j] - slope));
                if (Double.isNaN(compiled[j]) || Double.isNaN(eager[j])) {
                    return Double.NaN;
                }
            }
            worst = Math.max(worst, error / scale);
        }
        return worst;
    }

    private static Workspace workspace(Program program) {
        return program.bind(Map.of()).newWorkspace();
    }

    private static double[] gradient(Workspace workspace, double[] position, int moved, double step) {
        double[] other = position.clone();
        other[moved] += step;
        workspace.run(other);
        return workspace.output(1).clone();
    }

    private static double[] eager(UnaryOperator<Tensor> function, double[] position, double[] direction) {
        Node variable = Node.leaf(new Variable("x"), Shape.of(position.length), position);
        Node scalar = function.apply(Tensor.of(variable)).sum().node();
        Node vector = Constant.of(variable.shape(), direction);
        return Evaluation.value(Differentiation.hessianVectorProduct(scalar, variable, vector));
    }
}
