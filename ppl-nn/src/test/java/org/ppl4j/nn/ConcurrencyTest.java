package org.ppl4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Threads that share a network get the gradients they would get alone. */
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int[] SHAPE = {8, 2};

    private final Dl4jNetwork network = Dl4jNetwork.of(Configurations.tutorial());
    private final double[][] parameters = random(16, 20, 1);
    private final double[][] inputs = random(16, 16, 2);
    private final double[] adjoint = random(1, 8, 3)[0];
    private final double[][] expected = new double[16][20];

    private interface Product {
        void write(double[] parameters, double[] inputs, double[] gradient);
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        assertThat(wrongResults(
                        1_000,
                        (position, input, gradient) ->
                                network.vectorJacobianProduct(position, input, SHAPE, adjoint, gradient, null)))
                .isZero();
    }

    /** The control: with one Deeplearning4j network between the threads, the same test finds wrong gradients. */
    @Test
    void sharingOneNetworkWouldBeWrong() throws Exception {
        MultiLayerConfiguration plain = PlainConfiguration.of(Configurations.tutorial());
        plain.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        MultiLayerNetwork shared = new MultiLayerNetwork(plain);
        shared.init();
        assertThat(wrongResults(250, (position, input, gradient) -> {
                    shared.setParams(Nd4j.createFromArray(position));
                    shared.setInput(Nd4j.createFromArray(input).reshape(8, 2));
                    shared.feedForward(true, false);
                    double[] result = shared.backpropGradient(
                                    Nd4j.createFromArray(adjoint).reshape(8, 1), LayerWorkspaceMgr.noWorkspaces())
                            .getFirst()
                            .gradient()
                            .data()
                            .asDouble();
                    System.arraycopy(result, 0, gradient, 0, gradient.length);
                }))
                .isPositive();
    }

    private int wrongResults(int evaluations, Product product) throws Exception {
        for (int i = 0; i < expected.length; i++) {
            network.vectorJacobianProduct(parameters[i], inputs[i], SHAPE, adjoint, expected[i], null);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                counts.add(threads.submit(() -> wrongResults(evaluations, product, first)));
            }
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    private int wrongResults(int evaluations, Product product, int first) {
        int wrong = 0;
        double[] gradient = new double[20];
        for (int k = 0; k < evaluations; k++) {
            int i = (first + k) % expected.length;
            try {
                product.write(parameters[i], inputs[i], gradient);
                wrong += Arrays.equals(gradient, expected[i]) ? 0 : 1;
            } catch (RuntimeException failure) {
                wrong++;
            }
        }
        return wrong;
    }

    private static double[][] random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[rows][];
        Arrays.setAll(values, row -> random.doubles(columns, -1, 1).toArray());
        return values;
    }
}
