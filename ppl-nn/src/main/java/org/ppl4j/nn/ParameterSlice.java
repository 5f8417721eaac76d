package org.ppl4j.nn;

import java.util.List;

/**
 * Where one parameter array of one layer lies in a network's flat parameter vector.
 *
 * @param layer the layer's index in the configuration, from 0
 * @param layerName the layer's name
 * @param name the parameter's name within the layer, as Deeplearning4j calls it: {@code "W"}, {@code "b"},
 *     {@code "RW"}, …
 * @param offset the index of the array's first element in the flat vector
 * @param shape the array's shape
 * @param order how the array is laid out from there: {@code 'f'}, the first index varies fastest (column-major), or
 *     {@code 'c'}, the last one does (row-major)
 */
public record ParameterSlice(int layer, String layerName, String name, int offset, List<Integer> shape, char order) {

    /**
     * Keeps its own copy of the shape.
     *
     * @param layer the layer's index
     * @param layerName the layer's name
     * @param name the parameter's name
     * @param offset the index of the first element
     * @param shape the array's shape
     * @param order the array's layout
     */
    public ParameterSlice {
        shape = List.copyOf(shape);
    }

    /** {@return the number of elements} */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
