package org.ppl4j.nn;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * The shape of input that a network takes, where its configuration tells.
 *
 * @param layer the first layer that is more than an activation, as messages name it
 * @param pattern the shape for people, as {@code [batch, 2]}
 * @param rank the number of dimensions
 * @param axis the dimension whose size is fixed
 * @param size that size
 */
record InputRule(String layer, String pattern, int rank, int axis, long size) {

    static Optional<InputRule> of(MultiLayerConfiguration plain) {
        int index = firstThatShapes(plain);
        Layer first = plain.getConf(index).getLayer();
        String name = LayerRules.describe(index, first);
        InputPreProcessor preprocessor = plain.getInputPreProcess(index);
        if (preprocessor instanceof FeedForwardToCnnPreProcessor image) {
            long size = image.getInputHeight() * image.getInputWidth() * image.getNumChannels();
            return Optional.of(new InputRule(name, "[batch, " + size + "]", 2, 1, size));
        }
        if (preprocessor != null) {
            return Optional.empty();
        }
        Layer inner = LayerRules.parts(first).get(LayerRules.parts(first).size() - 1);
        if (first instanceof DenseLayer dense) {
            return Optional.of(new InputRule(name, "[batch, " + dense.getNIn() + "]", 2, 1, dense.getNIn()));
        }
        if (inner instanceof ElementWiseMultiplicationLayer product) {
            return Optional.of(new InputRule(name, "[batch, " + product.getNIn() + "]", 2, 1, product.getNIn()));
        }
        if (first instanceof TimeDistributed steps && inner instanceof DenseLayer dense) {
            return Optional.of(series(name, dense.getNIn(), steps.getRnnDataFormat()));
        }
        if (inner instanceof BaseRecurrentLayer recurrent) {
            return Optional.of(series(name, recurrent.getNIn(), recurrent.getRnnDataFormat()));
        }
        if (inner instanceof Convolution1DLayer series) {
            return Optional.of(series(name, series.getNIn(), series.getRnnDataFormat()));
        }
        if (inner instanceof Convolution3D) {
            return Optional.empty();
        }
        if (inner instanceof ConvolutionLayer image) {
            long channels = image.getNIn();
            return Optional.of(
                    image.getCnn2dDataFormat() == CNN2DFormat.NHWC
                            ? new InputRule(name, "[batch, height, width, " + channels + "]", 4, 3, channels)
                            : new InputRule(name, "[batch, " + channels + ", height, width]", 4, 1, channels));
        }
        return Optional.empty();
    }

    /** Activations in front of a network take what the layer behind them takes. */
    private static int firstThatShapes(MultiLayerConfiguration plain) {
        int index = 0;
        while (index < plain.getConfs().size() - 1
                && plain.getConf(index).getLayer() instanceof ActivationLayer
                && plain.getInputPreProcess(index) == null) {
            index++;
        }
        return index;
    }

    private static InputRule series(String name, long features, RNNFormat format) {
        return format == RNNFormat.NWC
                ? new InputRule(name, "[batch, time, " + features + "]", 3, 2, features)
                : new InputRule(name, "[batch, " + features + ", time]", 3, 1, features);
    }

    /** Returns what is wrong with the shape of an input, if anything is. */
    Optional<String> objection(int[] shape) {
        return shape.length == rank && shape[axis] == size
                ? Optional.empty()
                : Optional.of("its " + layer + " takes inputs of shape " + pattern);
    }
}
