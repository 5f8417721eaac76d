package org.ppl4j.nn;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A native array that is written and read in row-major order, in bulk and without allocating. */
final class NativeArray {
    private final INDArray array;
    private final DoubleBuffer values;

    private NativeArray(INDArray array) {
        this.array = array;
        this.values = array.data().asNioDouble();
    }

    /** Wraps an array that owns its whole buffer, in the order of that buffer. */
    static NativeArray of(INDArray array) {
        if (array.dataType() != DataType.DOUBLE || array.offset() != 0 || array.isView()) {
            throw new IllegalStateException("Expected a whole array of doubles, got " + array.shapeInfoToString());
        }
        return new NativeArray(array);
    }

    static NativeArray ofShape(long... shape) {
        return new NativeArray(Nd4j.create(DataType.DOUBLE, shape, 'c'));
    }

    INDArray array() {
        return array;
    }

    boolean hasShape(long[] shape) {
        return Arrays.equals(array.shape(), shape);
    }

    void write(double[] source) {
        values.put(0, source);
    }

    void read(double[] target) {
        values.get(0, target);
    }

    /** Takes on the elements of another array of this shape, in whatever order that one is laid out. */
    void assign(INDArray other) {
        array.assign(other);
    }

    boolean sharesMemoryWith(INDArray other) {
        return !other.isEmpty() && other.data().address() == array.data().address();
    }
}
