package org.ppl4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Turns a user's configuration into one that is a plain function: in double precision, without loss, updates or
 * regularisation, with activations whose gradients are their derivatives. Parameters keep their number, order and initialisation. The user's own configuration is left as it is.
 */
final class PlainConfiguration {
    private PlainConfiguration() {}

    static MultiLayerConfiguration of(MultiLayerConfiguration configuration) {
        MultiLayerConfiguration plain = configuration.clone();
        List<NeuralNetConfiguration> layers = plain.getConfs();
        for (int index = 0; index < layers.size(); index++) {
            NeuralNetConfiguration holder = layers.get(index);
            Layer layer = holder.getLayer();
            LayerRules.check(index, layer);
            if (plain.getInputPreProcess(index) != null) {
                LayerRules.check(index, layer, plain.getInputPreProcess(index));
            }
            Layer function = withoutLoss(index, layer);
            function.setLayerName(layer.getLayerName() == null ? "layer" + index : layer.getLayerName());
            LayerRules.parts(function).forEach(part -> {
                withoutTraining(part);
                withCorrectedActivations(part);
            });
            holder.setLayer(function);
            holder.setDataType(DataType.DOUBLE);
            holder.clearVariables();
        }
        plain.setDataType(DataType.DOUBLE);
        // Workspaces keep the temporaries of a pass in memory that is reused: without them a sampler's loop, which
        // makes
        // few objects on the heap, grows by gigabytes of native memory before the garbage collector has reason to run.
        plain.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        plain.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        plain.setCacheMode(CacheMode.NONE);
        plain.setBackpropType(BackpropType.Standard);
        plain.setValidateOutputLayerConfig(false);
        return plain;
    }

    private static Layer withoutLoss(int index, Layer layer) {
        if (layer instanceof OutputLayer output) {
            return dense(output, output.hasBias());
        }
        if (layer instanceof RnnOutputLayer output) {
            return new TimeDistributed(dense(output, output.hasBias()), output.getRnnDataFormat());
        }
        if (layer instanceof LossLayer loss) {
            return new ActivationLayer(loss.getActivationFn());
        }
        if (layer instanceof RnnLossLayer loss) {
            return new TimeDistributed(new ActivationLayer(loss.getActivationFn()), loss.getRnnDataFormat());
        }
        if (layer instanceof CnnLossLayer loss) {
            IActivation activation = loss.getActivationFn();
            if (activation instanceof ActivationSoftmax) {
                throw LayerRules.refusal(
                        LayerRules.describe(index, layer),
                        "a softmax over the channels of an image has no plain layer to stand for it. End the network in"
                                + " the layer before it, and apply the softmax in the model.");
            }
            return new ActivationLayer(activation);
        }
        return layer;
    }

    private static DenseLayer dense(BaseOutputLayer output, boolean hasBias) {
        DenseLayer dense = new DenseLayer.Builder()
                .nIn(output.getNIn())
                .nOut(output.getNOut())
                .hasBias(hasBias)
                .activation(output.getActivationFn())
                .biasInit(output.getBiasInit())
                .build();
        dense.setWeightInitFn(output.getWeightInitFn());
        dense.setGainInit(output.getGainInit());
        return dense;
    }

    private static void withoutTraining(Layer layer) {
        layer.setConstraints(null);
        if (layer instanceof BaseLayer base) {
            base.setIUpdater(new NoOp());
            base.setBiasUpdater(null);
            base.setRegularization(List.of());
            base.setRegularizationBias(List.of());
            base.setGradientNormalization(null);
        }
    }

    private static void withCorrectedActivations(Layer layer) {
        if (layer instanceof BaseLayer base) {
            base.setActivationFn(CorrectedActivations.of(base.getActivationFn()));
        }
        if (layer instanceof AbstractLSTM recurrent) {
            recurrent.setGateActivationFn(CorrectedActivations.of(recurrent.getGateActivationFn()));
        }
        if (layer instanceof ActivationLayer activation) {
            activation.setActivationFn(CorrectedActivations.of(activation.getActivationFn()));
        }
    }
}
