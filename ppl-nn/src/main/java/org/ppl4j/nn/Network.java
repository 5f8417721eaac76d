package org.ppl4j.nn;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.graph.ShapeMismatch;
import org.ppl4j.tensor.Tensor;

/**
 * A Deeplearning4j network as part of a model: its parameters, flattened in Deeplearning4j's own order, are one random
 * vector.
 *
 * <pre>{@code
 * Network network = Network.of(configuration);
 * Model model = Model.of("bayes_nn", m -> {
 *     Tensor parameters = m.sample("parameters", MvNormal.isotropic(network.parameterCount(), 3));
 *     m.observe("labels", Bernoulli.of(network.forward(parameters, inputs)), labels);
 * });
 * }</pre>
 *
 * <p>There are two forms. A <em>lowered</em> network becomes part of the model's graph and is compiled with it; that takes
 * dense layers. An <em>opaque</em> one is called: Deeplearning4j computes its output and its vector-Jacobian product; that
 * takes any layers that {@link Dl4jNetwork} knows, and pays where they are large. Unless asked otherwise, dense networks
 * of up to {@value #LARGEST_LOWERED} parameters are lowered; {@link #lowered()} and {@link #opaque()} ask otherwise.
 *
 * <p>Immutable, and safe to use from several threads.
 */
@LibraryFrame
public final class Network {

    /**
     * The number of parameters up to which a dense network is lowered unless asked otherwise. It is about where, with a batch
     * of 128 and one thread, a gradient takes as long in both forms.
     */
    public static final int LARGEST_LOWERED = 5_000;

    private final Dl4jNetwork network;
    private final boolean lowered;

    private Network(Dl4jNetwork network, boolean lowered) {
        this.network = network;
        this.lowered = lowered;
    }

    /**
     * {@return the network that a configuration describes, in the form that suits it}
     *
     * @param configuration the configuration, which is copied, not changed; it may end in an output layer, whose loss plays
     *     no part
     * @throws IllegalArgumentException if it has a layer that can't be part of a model; the message names it
     */
    public static Network of(MultiLayerConfiguration configuration) {
        Dl4jNetwork network = Dl4jNetwork.of(configuration);
        boolean small = network.parameterCount() <= LARGEST_LOWERED;
        return new Network(network, small && network.denseForm() instanceof DenseForm.Dense);
    }

    /**
     * {@return this network in the form that is compiled with the model}
     *
     * @throws IllegalArgumentException if it has layers that are not dense; the message names the first
     */
    public Network lowered() {
        if (network.denseForm() instanceof DenseForm.NotDense notDense) {
            throw new IllegalArgumentException(
                    "The network cannot be lowered: " + notDense.reason() + ". Use opaque() instead.");
        }
        return new Network(network, true);
    }

    /** {@return this network in the form that is called} */
    public Network opaque() {
        return new Network(network, false);
    }

    /** {@return whether the network is compiled with the model, rather than called} */
    public boolean isLowered() {
        return lowered;
    }

    /** {@return the length of the parameter vector} */
    public int parameterCount() {
        return network.parameterCount();
    }

    /** {@return where the parameters of each layer lie in the parameter vector} */
    public List<ParameterSlice> parameterTable() {
        return network.parameterTable();
    }

    /**
     * {@return parameters drawn by the weight initialisers of the configuration}
     *
     * @param seed the same seed gives the same parameters
     */
    public double[] initialParameters(long seed) {
        return network.initialParameters(seed);
    }

    /**
     * {@return the network's output}
     *
     * @param parameters the parameters, a vector of {@link #parameterCount()}
     * @param inputs the inputs, in Deeplearning4j's own shape, batch first
     * @throws IllegalArgumentException if the shapes are others; the message says which fit
     */
    public Tensor forward(Tensor parameters, Tensor inputs) {
        NetworkFunction function = new NetworkFunction(network);
        if (lowered && network.denseForm() instanceof DenseForm.Dense dense) {
            function.objection(parameters.shape(), inputs.shape()).ifPresent(why -> {
                throw ShapeMismatch.of(function.name(), List.of(parameters.node(), inputs.node()), why);
            });
            return Lowering.forward(dense.steps(), parameters, inputs);
        }
        return Tensor.call(function, parameters, inputs);
    }

    /**
     * {@return the network's output for rows of features}
     *
     * @param parameters the parameter vector
     * @param inputs a row of features each
     */
    public Tensor forward(Tensor parameters, double[][] inputs) {
        return forward(parameters, Tensor.of(inputs));
    }

    /**
     * {@return the network's output for known parameters, as rows}
     *
     * @param parameters the parameter vector
     * @param inputs a row of features each
     */
    public double[][] predict(double[] parameters, double[][] inputs) {
        Tensor output = forward(Tensor.of(parameters), Tensor.of(inputs));
        double[] values = output.toArray();
        int columns = values.length / Math.max(1, inputs.length);
        double[][] rows = new double[inputs.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
