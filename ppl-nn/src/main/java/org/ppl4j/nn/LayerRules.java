package org.ppl4j.nn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * Which layers a network may have: those whose outputs are a deterministic function of parameters and inputs, and whose
 * gradients are tested against finite differences. Every other layer is refused, since Deeplearning4j would not say that
 * a derivative is wrong.
 */
final class LayerRules {
    private static final Set<Class<? extends Layer>> PLAIN = Set.of(
            ActivationLayer.class,
            Convolution1D.class,
            Convolution1DLayer.class,
            Convolution2D.class,
            Convolution3D.class,
            ConvolutionLayer.class,
            Cropping1D.class,
            Cropping2D.class,
            Deconvolution2D.class,
            DenseLayer.class,
            DepthwiseConvolution2D.class,
            ElementWiseMultiplicationLayer.class,
            GlobalPoolingLayer.class,
            LSTM.class,
            RepeatVector.class,
            SeparableConvolution2D.class,
            SimpleRnn.class,
            SpaceToDepthLayer.class,
            Subsampling1DLayer.class,
            SubsamplingLayer.class,
            Upsampling1D.class,
            Upsampling2D.class,
            ZeroPaddingLayer.class);

    private static final Set<Class<? extends Layer>> CHANNELS_LAST_MOVED =
            Set.of(Convolution2D.class, ConvolutionLayer.class);

    private static final Set<Class<? extends Layer>> WRAPPERS =
            Set.of(Bidirectional.class, LastTimeStep.class, TimeDistributed.class);

    private static final Set<Class<? extends Layer>> OUTPUTS =
            Set.of(CnnLossLayer.class, LossLayer.class, OutputLayer.class, RnnLossLayer.class, RnnOutputLayer.class);

    private static final Set<Class<? extends InputPreProcessor>> PREPROCESSORS = Set.of(
            Cnn3DToFeedForwardPreProcessor.class,
            CnnToFeedForwardPreProcessor.class,
            CnnToRnnPreProcessor.class,
            FeedForwardToCnnPreProcessor.class,
            FeedForwardToRnnPreProcessor.class,
            RnnToCnnPreProcessor.class,
            RnnToFeedForwardPreProcessor.class);

    private static final Map<Class<? extends Layer>, String> REASONS = Map.of(
            BatchNormalization.class,
            "its running mean and variance sit among the parameters, and what it reports as their gradients are updates,"
                    + " not derivatives. Remove the layer, or use DenseLayer with hasLayerNorm(true).",
            DropoutLayer.class,
            "it makes the output random, also while its gradient is computed. Remove the layer: the prior on the"
                    + " parameters is what regularises here.",
            CenterLossOutputLayer.class,
            "its class centres sit among the parameters and are moved by updates, not by derivatives. Use OutputLayer.",
            Yolo2OutputLayer.class,
            "its loss reads the activations of the layer before it in a way of its own. End the network in the layer"
                    + " before it, and write the likelihood as a distribution.",
            VariationalAutoencoder.class,
            "its decoder's parameters have no part in the output. Build the encoder from DenseLayer.",
            FrozenLayer.class,
            "its parameters have no gradient. Use the layer without the wrapper, and fix its parameters in the model.",
            FrozenLayerWithBackprop.class,
            "its parameters have no gradient. Use the layer without the wrapper, and fix its parameters in the model.");

    private LayerRules() {}

    /** Returns how messages name a layer: index, name if it has one, and kind. */
    static String describe(int index, Layer layer) {
        String name = layer.getLayerName() == null ? "" : " \"" + layer.getLayerName() + "\"";
        return "layer " + index + name + " (" + layer.getClass().getSimpleName() + ")";
    }

    /** Throws unless the layer, and what it wraps, can be evaluated and differentiated. */
    static void check(int index, Layer layer) {
        check(describe(index, layer), layer);
    }

    private static void check(String where, Layer layer) {
        Class<? extends Layer> kind = layer.getClass();
        String reason = REASONS.get(kind);
        if (reason != null) {
            throw refusal(where, reason);
        }
        if (layer.getIDropout() != null) {
            throw refusal(
                    where,
                    "its dropout, " + layer.getIDropout().getClass().getSimpleName()
                            + ", makes the output random, also while its gradient is"
                            + " computed. Leave dropOut out: the prior on the parameters is what regularises here.");
        }
        if (!PLAIN.contains(kind) && !WRAPPERS.contains(kind) && !OUTPUTS.contains(kind)) {
            throw refusal(
                    where,
                    "the gradients of " + kind.getName() + " have not been verified. Use other layers, or write the"
                            + " network as tensor operations.");
        }
        if (layer instanceof BaseLayer base) {
            checkBase(where, base);
        }
        if (layer instanceof ActivationLayer activation) {
            checkActivation(where, activation.getActivationFn());
        }
        if (layer instanceof ConvolutionLayer convolution) {
            checkSoftmaxOverChannels(where, convolution);
        }
        Layer inner = wrapped(layer);
        if (inner != null) {
            check(where + " around " + inner.getClass().getSimpleName(), inner);
        }
    }

    private static void checkBase(String where, BaseLayer layer) {
        if (layer.getWeightNoise() != null) {
            throw refusal(
                    where,
                    "its weight noise, " + layer.getWeightNoise().getClass().getSimpleName()
                            + ", makes the output random. Leave weightNoise out: the"
                            + " prior on the parameters is what regularises here.");
        }
        checkActivation(where, layer.getActivationFn());
        if (layer instanceof AbstractLSTM recurrent) {
            checkActivation(where, recurrent.getGateActivationFn());
        }
    }

    private static void checkActivation(String where, IActivation activation) {
        ActivationRules.objection(activation).ifPresent(reason -> {
            throw refusal(where, reason);
        });
    }

    /** Where channels come last, Deeplearning4j's convolutions normalise along one axis and differentiate along another. */
    private static void checkSoftmaxOverChannels(String where, ConvolutionLayer layer) {
        if (CHANNELS_LAST_MOVED.contains(layer.getClass())
                && layer.getCnn2dDataFormat() == CNN2DFormat.NHWC
                && layer.getActivationFn() instanceof ActivationSoftmax) {
            throw refusal(
                    where,
                    "the gradient of its softmax is wrong in the data format NHWC. Put the softmax in an ActivationLayer"
                            + " of its own.");
        }
    }

    /** Throws unless the preprocessor in front of a layer only moves numbers about. */
    static void check(int index, Layer layer, InputPreProcessor preprocessor) {
        if (!PREPROCESSORS.contains(preprocessor.getClass())) {
            throw refusal(
                    describe(index, layer),
                    "the gradients of its preprocessor, "
                            + preprocessor.getClass().getName() + ", have not been verified."
                            + " Use one of "
                            + PREPROCESSORS.stream()
                                    .map(Class::getSimpleName)
                                    .sorted()
                                    .toList()
                            + ".");
        }
    }

    private static @Nullable Layer wrapped(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return wrapper.getUnderlying();
        }
        return layer instanceof Bidirectional bidirectional ? bidirectional.getFwd() : null;
    }

    /** Returns every layer that a layer consists of, itself first. */
    static List<Layer> parts(Layer layer) {
        if (layer instanceof Bidirectional bidirectional) {
            return List.of(layer, bidirectional.getFwd(), bidirectional.getBwd());
        }
        Layer inner = wrapped(layer);
        return inner == null ? List.of(layer) : List.of(layer, inner);
    }

    static IllegalArgumentException refusal(String where, String reason) {
        return new IllegalArgumentException("L" + where.substring(1) + " cannot be part of a model: " + reason);
    }
}
