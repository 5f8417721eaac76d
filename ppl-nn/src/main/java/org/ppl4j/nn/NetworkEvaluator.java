package org.ppl4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One Deeplearning4j network with its buffers. It is not thread-safe: layers keep their last input between the forward
 * and the backward pass, so two threads sharing one would get each other's gradients, without any error.
 */
final class NetworkEvaluator {
    private final MultiLayerNetwork network;
    private final NativeArray parameters;
    private final NativeArray gradient;
    private double[] lastParameters = {};
    private double[] lastInputs = {};
    private @Nullable NativeArray input;
    private @Nullable NativeArray inputAdjoints;
    private @Nullable NativeArray output;
    private @Nullable NativeArray outputAdjoints;
    private List<INDArray> activations = List.of();
    private boolean forwardIsFresh;

    /** Makes a network of a plain configuration, all parameters zero. */
    NetworkEvaluator(MultiLayerConfiguration plain, int parameterCount) {
        network = new MultiLayerNetwork(plain);
        network.init(Nd4j.zeros(DataType.DOUBLE, parameterCount), false);
        network.initGradientsView();
        parameters = NativeArray.of(network.params());
        gradient = NativeArray.of(network.getGradientsViewArray());
    }

    /** Runs the forward pass, unless that is what ran last, and returns the shape of the output. */
    int[] forward(double[] values, double[] inputs, int[] inputShape) {
        long[] shape = Arrays.stream(inputShape).asLongStream().toArray();
        boolean sameShape = input != null && input.hasShape(shape);
        if (!forwardIsFresh
                || !sameShape
                || !Arrays.equals(values, lastParameters)
                || !Arrays.equals(inputs, lastInputs)) {
            run(values, inputs, shape, sameShape);
        }
        return Arrays.stream(last().shape()).mapToInt(Math::toIntExact).toArray();
    }

    private void run(double[] values, double[] inputs, long[] shape, boolean sameShape) {
        forwardIsFresh = false;
        release();
        NativeArray target = input;
        if (target == null || !sameShape) {
            target = NativeArray.ofShape(shape);
            input = target;
        }
        parameters.write(values);
        target.write(inputs);
        lastParameters = copy(values, lastParameters);
        lastInputs = copy(inputs, lastInputs);
        network.setInput(target.array());
        try {
            activations = network.feedForward(true, false);
        } catch (RuntimeException failure) {
            throw new IllegalArgumentException(
                    "The network cannot be evaluated on an input of shape " + Arrays.toString(shape)
                            + "; Deeplearning4j says: " + failure.getMessage(),
                    failure);
        }
        forwardIsFresh = true;
    }

    /** Writes the last forward pass's output, row-major. */
    void readOutput(double[] target) {
        output = reshaped(output, last().shape());
        output.assign(last());
        output.read(target);
    }

    /** Pulls an adjoint of the last forward pass's output back to the parameters and, if wanted, to the inputs. */
    void backward(double[] adjoint, double[] parameterAdjoint, double @Nullable [] inputAdjoint) {
        forwardIsFresh = false;
        outputAdjoints = reshaped(outputAdjoints, last().shape());
        outputAdjoints.write(adjoint);
        INDArray pulledBack = network.backpropGradient(outputAdjoints.array(), LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
        gradient.read(parameterAdjoint);
        if (inputAdjoint != null) {
            inputAdjoints = reshaped(inputAdjoints, activations.get(0).shape());
            inputAdjoints.assign(pulledBack);
            inputAdjoints.read(inputAdjoint);
        }
        free(pulledBack);
        release();
    }

    private INDArray last() {
        return activations.get(activations.size() - 1);
    }

    private static NativeArray reshaped(@Nullable NativeArray array, long[] shape) {
        return array != null && array.hasShape(shape) ? array : NativeArray.ofShape(shape);
    }

    private static double[] copy(double[] source, double[] target) {
        if (target.length != source.length) {
            return source.clone();
        }
        System.arraycopy(source, 0, target, 0, source.length);
        return target;
    }

    /**
     * Frees what the last forward pass computed. The garbage collector would, but it doesn't see native memory, and a
     * small heap can hold gigabytes of it.
     */
    private void release() {
        activations.forEach(this::free);
        activations = List.of();
    }

    /** Frees an array, unless it is a view, or our own buffers under another shape, as reshaping layers return them. */
    private void free(INDArray array) {
        boolean own = isIn(array, input) || isIn(array, outputAdjoints);
        if (!own && array.closeable()) {
            array.close();
        }
    }

    private static boolean isIn(INDArray array, @Nullable NativeArray buffer) {
        return buffer != null && buffer.sharesMemoryWith(array);
    }

    /** Returns where each parameter array lies in the flat vector, in its order. */
    List<ParameterSlice> parameterTable() {
        List<ParameterSlice> slices = new ArrayList<>();
        Layer[] layers = network.getLayers();
        for (int index = 0; index < layers.length; index++) {
            String layerName = layers[index].conf().getLayer().getLayerName();
            int layerIndex = index;
            layers[index]
                    .paramTable()
                    .forEach((name, view) -> slices.add(new ParameterSlice(
                            layerIndex,
                            layerName,
                            name,
                            Math.toIntExact(view.offset()),
                            Arrays.stream(view.shape())
                                    .mapToObj(Math::toIntExact)
                                    .toList(),
                            view.ordering())));
        }
        slices.sort((left, right) -> Integer.compare(left.offset(), right.offset()));
        return slices;
    }
}
