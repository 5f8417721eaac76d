package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.ppl4j.chains.Variable;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/** What the variables of a target are at unconstrained coordinates: NaN if evaluating it there throws an exception. */
@LibraryFrame
final class PointValues implements Function<double[], Map<String, Tensor>> {
    private final Target target;

    PointValues(Target target) {
        this.target = target;
    }

    @Override
    public Map<String, Tensor> apply(double[] position) {
        double[] values =
                new double[target.variables().stream().mapToInt(Variable::size).sum()];
        try {
            target.record(position, values);
        } catch (RuntimeException e) {
            // A trajectory is often lost just where a model refuses to be evaluated.
            Arrays.fill(values, Double.NaN);
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        int offset = 0;
        for (Variable variable : target.variables()) {
            Shape shape = Shape.of(
                    variable.shape().stream().mapToInt(Integer::intValue).toArray());
            int end = offset + variable.size();
            named.put(variable.name(), Tensor.of(shape, Arrays.copyOfRange(values, offset, end)));
            offset = end;
        }
        return named;
    }
}
