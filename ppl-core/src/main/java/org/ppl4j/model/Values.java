package org.ppl4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Arguments;
import org.ppl4j.graph.Constant;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.SymbolicValueException;
import org.ppl4j.tensor.Tensor;

/** Reads the values that users give under names: numbers, arrays and tensors. */
final class Values {

    private Values() {}

    static Map<String, Tensor> read(Map<String, ?> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Arguments.nonNull(values, "values").forEach((name, value) -> tensors.put(name, read(name, value)));
        return tensors;
    }

    private static Tensor read(String name, @Nullable Object value) {
        if (value instanceof Tensor tensor) {
            if (!tensor.isConcrete()) {
                throw new SymbolicValueException();
            }
            // what is computed from another model's data is these numbers here, not that model's inputs
            return tensor.node().op() instanceof Constant ? tensor : Tensor.of(tensor.shape(), tensor.toArray());
        }
        if (value instanceof Number number) {
            return Tensor.of(number.doubleValue());
        }
        if (value instanceof Boolean flag) {
            return Tensor.of(flag ? 1.0 : 0.0);
        }
        if (value instanceof double[] vector) {
            return Tensor.of(vector);
        }
        if (value instanceof int[] vector) {
            return Tensor.of(vector);
        }
        if (value instanceof double[][] matrix) {
            return Tensor.of(matrix);
        }
        if (value instanceof int[][] matrix) {
            return Tensor.of(matrix);
        }
        String what = value == null ? "null" : "a " + value.getClass().getSimpleName();
        throw new IllegalArgumentException("The value given for \"" + name + "\" is " + what + " (" + Origin.ofCaller()
                + "). Give a number, a boolean, a double[], an int[], a double[][] or a Tensor.");
    }
}
