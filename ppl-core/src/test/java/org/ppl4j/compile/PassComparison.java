package org.ppl4j.compile;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ppl4j.graph.Node;
import org.ppl4j.tensor.Tensor;

/**
 * A model compiled with all passes and without one of them, which compute the same, and derivatives that differences confirm.
 *
 * @param whole the program of all passes
 * @param without the program without the one
 */
public record PassComparison(Program whole, Program without) {

    public static PassComparison of(UnaryOperator<Tensor> model, double[] position, Optimization pass) {
        Node variable = Graphs.variable(position.length);
        Node scalar = model.apply(Tensor.of(variable)).node();
        EnumSet<Optimization> others = EnumSet.complementOf(EnumSet.of(pass));
        Program without = new Compiler("without", others).compileWithGradient(List.of(scalar), variable);
        Program whole = new Compiler("whole").compileWithGradient(List.of(scalar), variable);
        List<double[]> expected = Graphs.run(without, position, Map.of());
        List<double[]> actual = Graphs.run(whole, position, Map.of());
        Graphs.assertClose(actual.get(0), expected.get(0), 1e-12, "value");
        Graphs.assertClose(actual.get(1), expected.get(1), 1e-12, "gradient");
        Graphs.assertClose(actual.get(1), Graphs.finiteDifferences(scalar, position), 1e-6, "differences");
        return new PassComparison(whole, without);
    }
}
