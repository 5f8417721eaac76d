package org.ppl4j.compile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.compile.Optimization;
import org.ppl4j.compile.PassComparison;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Products of one data matrix with several vectors are one product, and are what they were one by one. */
class JoinedProductsTest {

    private static final int COLUMNS = 40;

    private final SplittableRandom random = new SplittableRandom(21);

    private String check(int size, UnaryOperator<Tensor> model) {
        double[] position = random.doubles(size, -0.5, 0.5).toArray();
        PassComparison programs = PassComparison.of(q -> model.apply(q).sum(), position, Optimization.JOINED_PRODUCTS);
        assertThat(programs.without().explain()).doesNotContain("joined");
        return programs.whole().explain();
    }

    private Tensor data(int rows, int columns) {
        double[][] data = new double[rows][];
        Arrays.setAll(data, i -> random.doubles(columns, -1, 1).toArray());
        return Tensor.of(data);
    }

    private static Tensor part(Tensor q, int index, int length) {
        return q.slice(index * length, (index + 1) * length);
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "false, 3", "true, 2", "true, 5"})
    void vectorsThatAreMultipliedWithOneMatrix(boolean isTransposed, int count) {
        int rows = 70;
        Tensor data = isTransposed ? data(COLUMNS, rows).transpose() : data(rows, COLUMNS);
        assertThat(check(count * COLUMNS, q -> {
                    Tensor[] products = new Tensor[count];
                    for (int k = 0; k < count; k++) {
                        products[k] = data.times(part(q, k, COLUMNS).sin());
                    }
                    return Tensor.stack(products).transpose().logSumExp(1);
                }))
                .contains(count + " products with one matrix joined");
    }

    @Test
    void locationAndScaleOfOneMatrix() {
        Tensor data = data(90, COLUMNS);
        Tensor y = Tensor.of(random.doubles(90, -1, 1).toArray());
        assertThat(check(
                        2 * COLUMNS,
                        q -> StudentT.of(
                                        4,
                                        data.times(part(q, 0, COLUMNS)),
                                        data.times(part(q, 1, COLUMNS)).exp())
                                .logDensity(y)))
                .contains("2 products with one matrix joined");
    }

    @Test
    void twoMatricesAreTwoProducts() {
        Tensor first = data(50, COLUMNS);
        Tensor second = data(60, COLUMNS);
        assertThat(check(2 * COLUMNS, q -> {
                    Tensor a = part(q, 0, COLUMNS);
                    Tensor b = part(q, 1, COLUMNS);
                    Tensor sum = first.times(a)
                            .timesElementwise(first.times(b).tanh())
                            .sum();
                    return second.times(a)
                            .timesElementwise(second.times(b).sin())
                            .sum()
                            .plus(sum);
                }))
                .containsOnlyOnce("joined, 2 times");
    }

    /** Also where one group's vectors are computed from the other's products. */
    @Test
    void oneProductAfterTheOther() {
        Tensor first = data(COLUMNS, COLUMNS);
        Tensor second = data(30, COLUMNS);
        assertThat(check(2 * COLUMNS, q -> {
                    Tensor a = first.times(part(q, 0, COLUMNS)).sin();
                    Tensor b = first.times(part(q, 1, COLUMNS)).tanh();
                    return second.times(a).timesElementwise(second.times(b).cos());
                }))
                .containsOnlyOnce("joined, 2 times");
    }

    @Test
    void aProductOfAnotherOneStays() {
        Tensor data = data(COLUMNS, COLUMNS);
        assertThat(check(COLUMNS, q -> data.times(data.times(q).sin()).cos())).doesNotContain("joined");
    }

    @Test
    void shortVectorsStay() {
        Tensor data = data(100, 32);
        assertThat(check(64, q -> data.times(part(q, 0, 32)).logAddExp(data.times(part(q, 1, 32)))))
                .doesNotContain("joined");
    }

    /** Texts without labels, each a loop over its words; counts of words in texts are the matrix. */
    @Test
    void aLoopOverWords() {
        int[][] texts = new int[30][];
        Arrays.setAll(texts, d -> random.ints(random.nextInt(5, 30), 0, COLUMNS).toArray());
        Consumer<ModelBuilder> body = m -> {
            Tensor shares = m.sample("shares", Dirichlet.symmetric(3, 1));
            Tensor[] words = new Tensor[3];
            for (int k = 0; k < 3; k++) {
                words[k] = m.sample("words[" + k + "]", Dirichlet.symmetric(COLUMNS, 1));
            }
            for (int d = 0; d < texts.length; d++) {
                Tensor[] logarithms = new Tensor[3];
                for (int k = 0; k < 3; k++) {
                    logarithms[k] = shares.at(k).log();
                    for (int word : texts[d]) {
                        logarithms[k] = logarithms[k].plus(words[k].at(word).log());
                    }
                }
                m.factor("text[" + d + "]", Tensor.stack(logarithms).logSumExp());
            }
        };
        Model model = Model.of("texts", body);
        assertThat(model.explain()).contains("3 products with one matrix joined");
        EagerTwin.compare("texts", model, EagerTwin.of("texts", body));
    }
}
