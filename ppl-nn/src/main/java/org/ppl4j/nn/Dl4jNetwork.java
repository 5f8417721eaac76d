package org.ppl4j.nn;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A Deeplearning4j network as a pure function of a flat parameter vector and an input, with its vector-Jacobian product.
 *
 * <p>The configuration may end in an output layer, as those for training do; its loss, and everything else that only
 * matters in training (updaters, regularisation, constraints, truncated back-propagation), plays no part. What makes an
 * output random (dropout, weight noise), and layers whose gradients are not derivatives (batch normalisation), are
 * refused. Activations whose derivatives are wrong in Deeplearning4j, as that of {@code ActivationELU} is unless its alpha
 * is 1, are put right; one of your own is used as it is, so its {@code backprop} must be the derivative of its
 * {@code getActivation}.
 *
 * <p>Arrays are row-major and have Deeplearning4j's own shapes: {@code [batch, features]} for dense layers,
 * {@code [batch, channels, height, width]} for convolutions, {@code [batch, features, time]} for recurrent layers, unless
 * the configuration asks for another data format. The parameter vector is laid out as {@code params()} of the original
 * network; {@link #parameterTable()} tells how.
 *
 * <p>Instances are safe to share between threads: each evaluation borrows a network of its own. Where many chains run at
 * once, set the environment variable {@code OMP_NUM_THREADS=1}, so that native threads don't compete with them.
 *
 * <p>Maven brings the native library of the platform it runs on. With other build tools, add
 * {@code org.nd4j:nd4j-native}, {@code org.nd4j:nd4j-native-preset}, {@code org.bytedeco:openblas} and
 * {@code org.bytedeco:javacpp} with the platform's classifier, as {@code linux-x86_64}. From Java 24 on,
 * {@code --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow} silences the warnings about native
 * access.
 */
public final class Dl4jNetwork {
    private final MultiLayerConfiguration plain;
    private final int parameterCount;
    private final List<ParameterSlice> parameterTable;
    private final DenseForm denseForm;
    private final Optional<InputRule> inputRule;
    private final Deque<NetworkEvaluator> idle = new ConcurrentLinkedDeque<>();
    private final Map<List<Integer>, int[]> outputShapes = new ConcurrentHashMap<>();

    private Dl4jNetwork(MultiLayerConfiguration plain) {
        this.plain = plain;
        parameterCount = Math.toIntExact(initialised(plain.clone()).numParams());
        if (parameterCount == 0) {
            throw new IllegalArgumentException(
                    "The network has no parameters: a model needs at least one layer with weights, such as DenseLayer.");
        }
        NetworkEvaluator evaluator = newEvaluator();
        parameterTable = List.copyOf(evaluator.parameterTable());
        denseForm = DenseAnalysis.analyse(plain, parameterTable);
        inputRule = InputRule.of(plain);
        idle.addFirst(evaluator);
    }

    /**
     * {@return the network that a configuration describes}
     *
     * @param configuration the configuration, which is copied, not changed
     * @throws IllegalArgumentException if it has a layer that can't be part of a model; the message names it
     */
    public static Dl4jNetwork of(MultiLayerConfiguration configuration) {
        return new Dl4jNetwork(PlainConfiguration.of(configuration));
    }

    /** {@return the length of the parameter vector} */
    public int parameterCount() {
        return parameterCount;
    }

    /** {@return where the parameters of each layer lie in the parameter vector, in its order and without gaps} */
    public List<ParameterSlice> parameterTable() {
        return parameterTable;
    }

    /** {@return the network as dense steps, or why it can't be written so} */
    public DenseForm denseForm() {
        return denseForm;
    }

    /**
     * {@return parameters drawn by the weight initialisers of the configuration, the ones that Deeplearning4j starts
     * training from} Reseeds the calling thread's ND4J generator.
     *
     * @param seed the same seed gives the same parameters
     */
    public double[] initialParameters(long seed) {
        MultiLayerConfiguration seeded = copyOfPlain();
        seeded.getConfs().forEach(layer -> layer.setSeed(seed));
        return initialised(seeded).params().data().asDouble();
    }

    /**
     * {@return the shape of the output for inputs of a shape}
     *
     * @param inputShape the shape of the input, batch first
     */
    public int[] outputShape(int... inputShape) {
        checkInputShape(inputShape);
        List<Integer> key = Arrays.stream(inputShape).boxed().toList();
        return outputShapes
                .computeIfAbsent(
                        key,
                        absent -> withEvaluator(evaluator -> evaluator.forward(
                                new double[parameterCount], new double[size(inputShape)], inputShape)))
                .clone();
    }

    /**
     * Evaluates the network.
     *
     * @param parameters the parameter vector
     * @param inputs the input
     * @param inputShape its shape, batch first
     * @param output receives the output, of {@link #outputShape(int...)}
     */
    public void forward(double[] parameters, double[] inputs, int[] inputShape, double[] output) {
        check(parameters, inputs, inputShape);
        withEvaluator(evaluator -> {
            checkOutput("output", output, evaluator.forward(parameters, inputs, inputShape));
            evaluator.readOutput(output);
            return output;
        });
    }

    /**
     * Pulls an adjoint of the output back through the network: {@code vᵀ · ∂output/∂parameters} and
     * {@code vᵀ · ∂output/∂inputs}.
     *
     * @param parameters the parameter vector
     * @param inputs the input
     * @param inputShape its shape, batch first
     * @param outputAdjoint v, of {@link #outputShape(int...)}
     * @param parameterAdjoint receives the product with the Jacobian by the parameters, replacing what it holds
     * @param inputAdjoint receives the product with the Jacobian by the inputs, or {@code null} if that isn't wanted
     */
    public void vectorJacobianProduct(
            double[] parameters,
            double[] inputs,
            int[] inputShape,
            double[] outputAdjoint,
            double[] parameterAdjoint,
            double @Nullable [] inputAdjoint) {
        check(parameters, inputs, inputShape);
        checkLength("parameterAdjoint", parameterAdjoint, "the network's parameters", parameterCount);
        if (inputAdjoint != null) {
            checkLength("inputAdjoint", inputAdjoint, "the inputs", inputs.length);
        }
        withEvaluator(evaluator -> {
            checkOutput("outputAdjoint", outputAdjoint, evaluator.forward(parameters, inputs, inputShape));
            evaluator.backward(outputAdjoint, parameterAdjoint, inputAdjoint);
            return parameterAdjoint;
        });
    }

    /** An evaluator that has thrown is dropped: its network may have been left half way. */
    private <T> T withEvaluator(Function<NetworkEvaluator, T> use) {
        NetworkEvaluator pooled = idle.pollFirst();
        NetworkEvaluator evaluator = pooled == null ? newEvaluator() : pooled;
        T result = use.apply(evaluator);
        idle.addFirst(evaluator);
        return result;
    }

    private NetworkEvaluator newEvaluator() {
        return new NetworkEvaluator(copyOfPlain(), parameterCount);
    }

    private MultiLayerConfiguration copyOfPlain() {
        synchronized (plain) {
            return plain.clone();
        }
    }

    private static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private void check(double[] parameters, double[] inputs, int[] inputShape) {
        checkLength("parameters", parameters, "the network's parameters", parameterCount);
        checkInputShape(inputShape);
        if (inputs.length != size(inputShape)) {
            throw new IllegalArgumentException("inputs has " + inputs.length + " elements, but its shape "
                    + Arrays.toString(inputShape) + " has " + size(inputShape) + ".");
        }
    }

    private void checkInputShape(int[] shape) {
        for (int length : shape) {
            if (length < 1) {
                throw new IllegalArgumentException("An input of shape " + Arrays.toString(shape)
                        + " is empty; every dimension must be at least 1.");
            }
        }
        inputRule.ifPresent(rule -> rule.check(shape));
    }

    private static void checkOutput(String name, double[] array, int[] shape) {
        if (array.length != size(shape)) {
            throw new IllegalArgumentException(name + " has " + array.length
                    + " elements, but the network's output here has shape " + Arrays.toString(shape) + ", "
                    + size(shape) + " elements. outputShape(...) tells it beforehand.");
        }
    }

    private static void checkLength(String name, double[] array, String what, int expected) {
        if (array.length != expected) {
            throw new IllegalArgumentException(
                    name + " has " + array.length + " elements, but " + what + " are " + expected + ".");
        }
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return "Dl4jNetwork[" + plain.getConfs().size() + " layers, " + parameterCount + " parameters]";
    }
}
