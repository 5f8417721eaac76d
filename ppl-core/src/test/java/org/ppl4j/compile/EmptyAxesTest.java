package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Binomial;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Cauchy;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Distribution;
import org.ppl4j.distribution.Exponential;
import org.ppl4j.distribution.Gamma;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.Laplace;
import org.ppl4j.distribution.LogNormal;
import org.ppl4j.distribution.Logistic;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.NegativeBinomial;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Tensors without elements: of data without rows, say. */
class EmptyAxesTest {

    private static final double[] POSITION = {0.3, -0.6};

    private final Node variable = Graphs.variable(2);
    private final Tensor x = Tensor.of(variable);

    private static Tensor data(String name, int... dimensions) {
        return Tensor.of(Node.leaf(new Data(name), Shape.of(dimensions), new double[0]));
    }

    private static Tensor none(int... dimensions) {
        return Tensor.of(Shape.of(dimensions));
    }

    /** Data, constants, and what is computed from the variable; each of shape [0, 2], by name. */
    private Map<String, Tensor> withoutRows() {
        Map<String, Tensor> operands = new LinkedHashMap<>();
        operands.put("data", data("d", 0, 2));
        operands.put("constant", none(0, 2));
        operands.put("slice", x.reshape(1, 2).slice(0, 0));
        operands.put("product", data("d", 0, 2).timesElementwise(x));
        return operands;
    }

    private Map<String, UnaryOperator<Tensor>> operations() {
        Map<String, UnaryOperator<Tensor>> operations = new LinkedHashMap<>();
        for (UnaryOperator<Tensor> function : List.<UnaryOperator<Tensor>>of(
                Tensor::exp, Tensor::log, Tensor::square, Tensor::logGamma, Tensor::softplus, Tensor::negate)) {
            operations.put("function " + operations.size(), function);
        }
        operations.put("plus", t -> t.plus(x));
        operations.put("power", t -> t.power(t));
        operations.put("where", t -> Tensor.where(t, x, t));
        operations.put("sum of rows", t -> t.sum(0).plus(x));
        operations.put("sum of columns", t -> t.sum(1));
        operations.put("logSumExp of columns", t -> t.logSumExp(1));
        operations.put("softmax", Tensor::softmax);
        operations.put("times vector", t -> t.dot(x));
        operations.put("times matrix", t -> t.dot(x.reshape(2, 1)));
        operations.put("matrix times", t -> t.transpose().dot(t));
        operations.put("inner", t -> t.column(0).dot(t.column(1)));
        operations.put("outer", t -> x.reshape(2, 1).dot(t.column(0).reshape(1, 0)));
        operations.put("gather none", t -> x.gather().plus(t.column(0)));
        operations.put("put none", t -> t.flatten().put(Shape.of(3), Indices.of()));
        operations.put("concatenate", t -> Tensor.concatenate(t, x, t));
        operations.put("concatenate none", t -> Tensor.concatenate(t, t));
        operations.put("stack", t -> Tensor.stack(t, t.exp()));
        operations.put("insertAxis", t -> t.insertAxis(0));
        operations.put("broadcast", t -> x.broadcastTo(Shape.of(0, 2)).plus(t));
        operations.put("mean of columns", t -> t.mean(1));
        operations.put("transpose", Tensor::transpose);
        operations.put("row", t -> t.slice(0, 0));
        operations.put(
                "scan",
                t -> Tensor.scan(
                        x.at(0), t, (carry, row) -> carry.times(row.at(0)).plus(row.at(1))));
        operations.put(
                "scan of no steps",
                t -> Tensor.scan(x, 0, (carry, step) -> carry.exp()).sum().plus(t.sum()));
        operations.put(
                "cholesky", t -> t.transpose().dot(t).plus(Tensor.identity(2)).cholesky());
        operations.put(
                "solve",
                t -> Tensor.identity(2).plus(x.exp().toDiagonalMatrix()).solveLower(t.transpose()));
        operations.put("diagonal", t -> t.dot(t.transpose()).diagonal());
        operations.put("logAddExp", t -> t.column(0).logAddExp(t.column(1)));
        operations.put("repeated", t -> t.exp().sum(0).plus(t.log().sum(0)).times(x));
        return operations;
    }

    @Test
    void operationsOnNoRows() {
        withoutRows()
                .forEach((operand, tensor) -> operations()
                        .forEach((operation, apply) -> assertThatCode(
                                        () -> assertCompiledIsInterpreted(apply.apply(tensor)
                                                .sum()
                                                .plus(x.square().sum())))
                                .as("%s of %s", operation, operand)
                                .doesNotThrowAnyException()));
    }

    private void assertCompiledIsInterpreted(Tensor sum) {
        Node scalar = sum.node();
        Map<String, double[]> data = Map.of("d", new double[0]);
        double expected = Interpreter.evaluate(List.of(scalar), Map.of("x", POSITION, "d", new double[0]))
                .get(0)[0];
        double[] slopes = Graphs.finiteDifferences(scalar, POSITION, data);
        for (Set<Optimization> some : List.of(EnumSet.allOf(Optimization.class), EnumSet.noneOf(Optimization.class))) {
            Compiler compiler = new Compiler("empty", some);
            List<double[]> results =
                    Graphs.run(compiler.compileWithGradient(List.of(scalar), variable), POSITION, data);
            Graphs.assertClose(results.get(0), new double[] {expected}, 1e-12, "value");
            Graphs.assertClose(results.get(1), slopes, 1e-6, "gradient");
        }
    }

    private static Map<String, BiFunction<Tensor, Tensor, Distribution>> families() {
        Map<String, BiFunction<Tensor, Tensor, Distribution>> all = new LinkedHashMap<>();
        all.put("Normal", (eta, one) -> Normal.of(eta, one.exp()));
        all.put("Normal of one", (eta, one) -> Normal.of(one, one.exp()).iid(0));
        all.put("StudentT", (eta, one) -> StudentT.of(one.exp(), eta, one.exp()));
        all.put("Cauchy", (eta, one) -> Cauchy.of(eta, one.exp()));
        all.put("HalfNormal", (eta, one) -> HalfNormal.of(eta.exp()));
        all.put("HalfCauchy", (eta, one) -> HalfCauchy.of(eta.exp()));
        all.put("Laplace", (eta, one) -> Laplace.of(eta, one.exp()));
        all.put("Logistic", (eta, one) -> Logistic.of(eta, one.exp()));
        all.put("LogNormal", (eta, one) -> LogNormal.of(eta, one.exp()));
        all.put("Exponential", (eta, one) -> Exponential.of(eta.exp()));
        all.put("Gamma", (eta, one) -> Gamma.of(one.exp(), eta.exp()));
        all.put("InverseGamma", (eta, one) -> InverseGamma.of(one.exp(), eta.exp()));
        all.put("Beta", (eta, one) -> Beta.of(eta.exp(), one.exp()));
        all.put("Uniform", (eta, one) -> Uniform.of(eta, eta.plus(one.exp())));
        all.put("Bernoulli", (eta, one) -> Bernoulli.of(eta.sigmoid()));
        all.put("Bernoulli by logit", (eta, one) -> Bernoulli.ofLogit(eta));
        all.put("Binomial", (eta, one) -> Binomial.of(Tensor.of(7), eta.sigmoid()));
        all.put("Binomial by logit", (eta, one) -> Binomial.ofLogit(Tensor.of(7), eta));
        all.put("Poisson", (eta, one) -> Poisson.of(eta.exp()));
        all.put("Poisson by log rate", (eta, one) -> Poisson.ofLogRate(eta));
        all.put("NegativeBinomial", (eta, one) -> NegativeBinomial.ofMean(eta.exp(), one.exp()));
        all.put(
                "Categorical",
                (eta, one) ->
                        Categorical.of(eta.insertAxis(1).times(Tensor.of(1, 2)).softmax()));
        all.put(
                "Categorical of any",
                (eta, one) -> Categorical.of(eta.insertAxis(1).times(Tensor.of(1, 2))));
        all.put(
                "Categorical by logits",
                (eta, one) -> Categorical.ofLogits(eta.insertAxis(1).times(Tensor.of(1, 2))));
        all.put("Dirichlet", (eta, one) -> Dirichlet.of(eta.exp().insertAxis(1).times(Tensor.of(1, 2))));
        all.put("MvNormal", (eta, one) -> MvNormal.diagonal(eta.insertAxis(1).times(Tensor.of(1, 2)), one.exp()));
        all.put(
                "MvNormal by covariance",
                (eta, one) -> MvNormal.of(
                        eta.insertAxis(1).times(Tensor.of(1, 2)),
                        Tensor.identity(2).times(one.exp())));
        return all;
    }

    /** Nothing observed leaves the prior, whether the observations were there when the model was written or not. */
    @Test
    void observationsOfNoRows() {
        families().forEach((name, family) -> {
            for (boolean asData : new boolean[] {true, false}) {
                assertThatCode(() -> assertIsPrior(model(family, asData)))
                        .as("%s, as data: %s", name, asData)
                        .doesNotThrowAnyException();
            }
        });
    }

    private static Model model(BiFunction<Tensor, Tensor, Distribution> family, boolean asData) {
        Model model = Model.of("rows", m -> {
            Tensor covariates = m.data("x", new double[][] {{1, 2}, {3, 4}});
            Tensor b = m.sample("b", Normal.of(0, 1).iid(2));
            Distribution distribution = family.apply((asData ? covariates : none(0, 2)).dot(b), b.at(0));
            m.observe("y", distribution, Tensor.of(distribution.shape()));
        });
        return asData ? model.withData("x", none(0, 2)) : model;
    }

    private static void assertIsPrior(Model model) {
        double[] gradient = new double[2];
        double density = model.density().logDensityAndGradient(POSITION, gradient);
        double expected = -(POSITION[0] * POSITION[0] + POSITION[1] * POSITION[1]) / 2 - Math.log(2 * Math.PI);
        assertThat(Math.abs(density - expected)).isLessThan(1e-12);
        assertThat(Math.abs(model.density().logDensity(POSITION) - expected)).isLessThan(1e-12);
        Graphs.assertClose(gradient, new double[] {-POSITION[0], -POSITION[1]}, 1e-12, "gradient");
        double[] product = new double[2];
        model.density().hessianVectorProduct(POSITION, new double[] {1, 2}, product);
        Graphs.assertClose(product, new double[] {-1, -2}, 1e-12, "second derivatives");
    }
}
