package org.ppl4j.density;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Cauchy;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.graph.DifferentiableFunction;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Varied models, each as it is compiled and as it is run eagerly. */
final class DensityCases {

    private DensityCases() {}

    /** The statements of a model; the reader is applied to a sampled value, and may read it. */
    interface Body {
        void run(ModelBuilder m, UnaryOperator<Tensor> reader);
    }

    record Case(String name, Body body) {

        Model compiled() {
            return Model.of(name, m -> body.run(m, value -> value));
        }

        /** The same model, dynamic because it reads a value. */
        Model eager() {
            return Model.of(
                    name,
                    m -> body.run(m, value -> {
                        assertThat(value.toArray()).isNotNull();
                        return value;
                    }));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final double[][] X = matrix(30, 4, 1);
    private static final double[][] LARGE = matrix(1000, 5, 2);

    private static double[][] matrix(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return matrix;
    }

    private static double[] vector(int size, long seed) {
        return new SplittableRandom(seed).doubles(size, -2, 2).toArray();
    }

    private static int[] counts(int size, int bound, long seed) {
        return new SplittableRandom(seed).ints(size, 0, bound).toArray();
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("hierarchy with a gather", (m, reader) -> {
                    Tensor mu = reader.apply(m.sample("mu", Normal.of(0, 5)));
                    Tensor tau = m.sample("tau", HalfCauchy.of(2));
                    Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(6));
                    m.observe("y", Normal.of(theta.gather(counts(40, 6, 3)), 1.5), vector(40, 4));
                }),
                new Case("sites in turns", (m, reader) -> {
                    Tensor mu = reader.apply(m.sample("mu", Normal.of(0, 5).iid(2)));
                    Tensor tau = m.sample("tau", HalfNormal.of(2).iid(2));
                    double[] y = vector(120, 11);
                    for (int i = 0; i < 60; i++) {
                        Tensor a = m.sample("a[" + i + "]", Normal.of(mu.at(0), tau.at(0)));
                        Tensor b = m.sample("b[" + i + "]", Normal.of(mu.at(1), tau.at(1)));
                        for (int j = 0; j < 2; j++) {
                            m.observe(
                                    "y[" + i + "," + j + "]",
                                    StudentT.of(4, a.plus(b.times(j - 0.4)), 1),
                                    y[2 * i + j]);
                        }
                    }
                }),
                new Case("matrix regression", (m, reader) -> {
                    Tensor alpha = reader.apply(m.sample("alpha", Normal.of(0, 10)));
                    Tensor beta = m.sample("beta", StudentT.of(3, 0, 2).iid(4));
                    Tensor sigma = m.sample("sigma", HalfNormal.of(1));
                    m.observe("y", Normal.of(Tensor.of(X).times(beta).plus(alpha), sigma), vector(30, 5));
                }),
                new Case("data inputs", (m, reader) -> {
                    Tensor beta = reader.apply(m.sample("beta", Normal.of(0, 2).iid(4)));
                    Tensor sigma = m.sample("sigma", Gamma.of(2, 2));
                    Tensor x = m.data("x", X);
                    m.observe("y", Normal.of(x.times(beta), sigma), m.data("y values", vector(30, 5)));
                }),
                new Case("mixture", (m, reader) -> {
                    Tensor weights = reader.apply(m.sample("weights", Dirichlet.of(2, 3, 4)));
                    Tensor mu = m.sample("mu", Normal.of(0, 3).iid(3));
                    Tensor sigma = m.sample("sigma", HalfNormal.of(2));
                    Tensor y = Tensor.of(vector(25, 6)).insertAxis(1);
                    Tensor each = Normal.of(mu, sigma).logDensity(y).plus(weights.log());
                    m.factor("y", each.logSumExp(-1));
                }),
                new Case("multinomial regression", (m, reader) -> {
                    Tensor beta = reader.apply(m.sample("beta", Normal.of(0, 1).iid(4, 3)));
                    Tensor chances = Tensor.of(X).dot(beta).softmax();
                    int[] y = counts(30, 3, 7);
                    Tensor log = chances.log();
                    for (int i = 0; i < y.length; i++) {
                        m.factor("y" + i, log.at(i, y[i]));
                    }
                }),
                new Case("opaque function", (m, reader) -> {
                    Tensor a = reader.apply(m.sample("a", Normal.of(0, 1).iid(3)));
                    Tensor b = m.sample("b", Uniform.of(-1, 2).iid(3));
                    Tensor product = Tensor.call(new Product(), a, b.exp());
                    m.observe("y", Normal.of(product.times(2), 1), 1, 2, 3);
                }),
                new Case("transposed products", (m, reader) -> {
                    Tensor a = reader.apply(m.sample("a", Normal.of(0, 1).iid(4, 3)));
                    Tensor b = m.sample("b", Normal.of(0, 1).iid(5, 4));
                    for (boolean left : new boolean[] {false, true}) {
                        for (boolean right : new boolean[] {false, true}) {
                            Tensor first = left ? a : a.transpose();
                            Tensor second = right ? b : b.transpose();
                            Tensor product = Tensor.of(Nodes.matrixMultiply(first.node(), second.node(), left, right));
                            m.observe("y" + left + right, Normal.of(product, 2), matrix(3, 5, 8));
                        }
                    }
                    m.factor("data on the left", Tensor.of(X).dot(a).tanh());
                    m.factor(
                            "data on the right", b.dot(Tensor.of(X).transpose()).sin());
                }),
                new Case("priors only", (m, reader) -> {
                    Tensor a = reader.apply(m.sample("a", Cauchy.of(0, 1)));
                    Tensor b = m.sample("b", Gamma.of(2, a.exp()));
                    m.sample("c", Uniform.of(b.negate(), b));
                }),
                new Case("logistic regression of 1000", (m, reader) -> {
                    Tensor beta = reader.apply(m.sample("beta", Normal.of(0, 1).iid(5)));
                    m.observe("y", Bernoulli.ofLogit(Tensor.of(LARGE).times(beta)), counts(1000, 2, 9));
                }),
                new Case("normal regression of 1000", (m, reader) -> {
                    Tensor beta = reader.apply(m.sample("beta", Normal.of(0, 1).iid(5)));
                    Tensor sigma = m.sample("sigma", HalfNormal.of(1));
                    m.observe("y", Normal.of(Tensor.of(LARGE).times(beta), sigma), vector(1000, 10));
                }),
                new Case("loop of scalars", (m, reader) -> {
                    Tensor mu = reader.apply(m.sample("mu", Normal.of(0, 1).iid(3)));
                    Tensor sigma = m.sample("sigma", HalfNormal.of(1));
                    double[] y = vector(40, 11);
                    int[] group = counts(40, 3, 12);
                    for (int i = 0; i < y.length; i++) {
                        m.observe("y" + i, Normal.of(mu.at(group[i]).times(0.5 + i), sigma), y[i]);
                    }
                }),
                new Case("correlated normal", (m, reader) -> {
                    Tensor scale =
                            reader.apply(m.sample("scale", HalfNormal.of(2).iid(3)));
                    Tensor factor = m.sample("factor", LkjCholesky.of(3, 2));
                    Tensor mean = m.sample("mean", Normal.of(0, 1).iid(3));
                    Tensor scaled = scale.insertAxis(1).timesElementwise(factor);
                    m.observe("y", MvNormal.ofCholesky(mean, scaled), matrix(20, 3, 13));
                    Tensor covariance = scaled.dot(scaled.transpose()).plus(Tensor.identity(3));
                    m.observe("z", MvNormal.of(mean, covariance), matrix(4, 3, 14));
                }),
                new Case("counts", (m, reader) -> {
                    Tensor beta =
                            reader.apply(m.sample("beta", Normal.of(0, 0.5).iid(4)));
                    Tensor phi = m.sample("phi", Gamma.of(3, 1));
                    Tensor logRate = Tensor.of(X).times(beta);
                    m.observe("y", Poisson.ofLogRate(logRate), counts(30, 5, 15));
                    m.factor(
                            "gamma",
                            phi.logGamma().minus(logRate.exp().plus(phi).logGamma()));
                }),
                new Case("network", (m, reader) -> {
                    Tensor parameters = reader.apply(m.sample("parameters", MvNormal.isotropic(4 * 3 + 3 + 3, 1)));
                    Tensor first = parameters.slice(0, 12).reshape(4, 3);
                    Tensor hidden = Tensor.of(X)
                            .dot(first)
                            .plus(parameters.slice(12, 15))
                            .tanh();
                    m.observe("y", Bernoulli.ofLogit(hidden.times(parameters.slice(15, 18))), counts(30, 2, 16));
                }),
                new Case("autoregression", (m, reader) -> {
                    Tensor phi = reader.apply(m.sample("phi", Uniform.of(-1, 1)));
                    Tensor state = m.sample("state", Normal.of(0, 1).iid(50));
                    m.factor(
                            "steps",
                            Normal.of(state.slice(0, 49).times(phi), 0.3).logDensity(state.slice(1, 50)));
                    m.observe("y", Normal.of(state, 0.5), vector(50, 17));
                }));
    }

    /** The product, element by element, which the graph cannot look into. */
    record Product() implements DifferentiableFunction {

        @Override
        public String name() {
            return "product";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public void evaluate(double[][] inputs, List<Shape> inputShapes, double[] output) {
            for (int i = 0; i < output.length; i++) {
                output[i] = inputs[0][i] * inputs[1][i];
                if (Double.isInfinite(output[i])) {
                    throw new ArithmeticException("the product overflows");
                }
            }
        }

        @Override
        public void vectorJacobianProduct(
                double[][] inputs, List<Shape> inputShapes, double[] outputAdjoint, double[][] inputAdjoints) {
            for (int i = 0; i < outputAdjoint.length; i++) {
                inputAdjoints[0][i] = outputAdjoint[i] * inputs[1][i];
                inputAdjoints[1][i] = outputAdjoint[i] * inputs[0][i];
            }
        }
    }
}
