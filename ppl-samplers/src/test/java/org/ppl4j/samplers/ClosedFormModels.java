package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Models whose answers are short formulas. */
final class ClosedFormModels {

    private ClosedFormModels() {}

    /** The posterior is Beta(10, 4). */
    static Model coin() {
        return Model.of("coin", m -> {
            Tensor p = m.sample("p", Beta.of(2, 2));
            m.observe("y", Bernoulli.of(p), 0, 1, 0, 1, 1, 1, 1, 1, 1, 1);
        });
    }

    static List<Exact> coinAnswers() {
        return List.of(Exact.mean("p", 5.0 / 7), Exact.standardDeviation("p", betaDeviation(10, 4)));
    }

    /** The posterior is Dirichlet(5, 11). */
    static Model classes() {
        return Model.of("classes", m -> {
            Tensor ps = m.sample("ps", Dirichlet.symmetric(2, 3));
            m.observe("y", Categorical.of(ps), 0, 1, 1, 1, 1, 0, 1, 1, 1, 1);
        });
    }

    static List<Exact> classesAnswers() {
        double deviation = betaDeviation(5, 11);
        return List.of(
                Exact.mean("ps[0]", 5.0 / 16),
                Exact.standardDeviation("ps[0]", deviation),
                Exact.mean("ps[1]", 11.0 / 16),
                Exact.standardDeviation("ps[1]", deviation));
    }

    /** A linear Gaussian chain; the product says how its ends are correlated. */
    static Model chain() {
        return Model.of("chain", m -> {
            Tensor a = m.sample("a", Normal.of(4, 5));
            m.observe("three", Normal.of(a, 2), 3);
            Tensor b = m.sample("b", Normal.of(a, 1));
            m.observe("one and a half", Normal.of(b, 2), 1.5);
            m.deterministic("product", a.times(b));
        });
    }

    /** By the precision matrix of (a, b), in the order of the model's statements. */
    static List<Exact> chainAnswers() {
        RealMatrix precision =
                MatrixUtils.createRealMatrix(new double[][] {{1.0 / 25 + 1.0 / 4 + 1, -1}, {-1, 1 + 1.0 / 4}});
        RealVector linear = MatrixUtils.createRealVector(new double[] {4.0 / 25 + 3.0 / 4, 1.5 / 4});
        RealMatrix covariance = new CholeskyDecomposition(precision).getSolver().getInverse();
        double[] mean = covariance.operate(linear).toArray();
        return List.of(
                Exact.mean("a", mean[0]),
                Exact.standardDeviation("a", Math.sqrt(covariance.getEntry(0, 0))),
                Exact.mean("b", mean[1]),
                Exact.standardDeviation("b", Math.sqrt(covariance.getEntry(1, 1))),
                Exact.mean("product", covariance.getEntry(0, 1) + mean[0] * mean[1]));
    }

    /** The bound of y moves with x, so its transform must be rebuilt. */
    static Model movingBound() {
        return Model.of("moving bound", m -> {
            Tensor x = m.sample("x", Uniform.of(0.1, 10));
            m.sample("y", Uniform.of(0, x));
        });
    }

    static List<Exact> movingBoundAnswers() {
        double variance = 9.9 * 9.9 / 12;
        double square = variance + 5.05 * 5.05;
        return List.of(
                Exact.mean("x", 5.05),
                Exact.standardDeviation("x", Math.sqrt(variance)),
                Exact.quantile("x", 0.05, 0.1 + 0.05 * 9.9),
                Exact.quantile("x", 0.95, 0.1 + 0.95 * 9.9),
                Exact.mean("y", 2.525),
                Exact.standardDeviation("y", Math.sqrt(square / 12 + variance / 4)));
    }

    /** The prior of m moves with μ. */
    static Model movingMean() {
        return Model.of("moving mean", m -> {
            Tensor mu = m.sample("mu", Normal.of(5, 3));
            Tensor mean = m.sample("m", Normal.of(mu, 1));
            m.observe("zero", Normal.of(mean, 1), 0);
        });
    }

    static List<Exact> movingMeanAnswers() {
        return List.of(
                Exact.mean("mu", 10.0 / 11),
                Exact.standardDeviation("mu", Math.sqrt(18.0 / 11)),
                Exact.mean("m", 5.0 / 11),
                Exact.standardDeviation("m", Math.sqrt(10.0 / 11)));
    }

    static double[][] design() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] x = new double[50][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[] {1, random.nextGaussian(), random.nextDouble()};
        }
        return x;
    }

    static double[] response() {
        SplittableRandom random = new SplittableRandom(2);
        double[] y = MatrixUtils.createRealMatrix(design()).operate(new double[] {0.5, -1, 2});
        for (int i = 0; i < y.length; i++) {
            y[i] += random.nextGaussian();
        }
        return y;
    }

    static Model knownNoise() {
        return Model.of("known noise", m -> {
            Tensor beta = m.sample("beta", Normal.of(0, 10).iid(3));
            m.observe("y", Normal.of(Tensor.of(design()).times(beta), 1), response());
        });
    }

    static List<Exact> knownNoiseAnswers() {
        RealMatrix x = MatrixUtils.createRealMatrix(design());
        RealMatrix precision = x.transpose()
                .multiply(x)
                .add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(0.01));
        RealMatrix covariance = new CholeskyDecomposition(precision).getSolver().getInverse();
        double[] mean = covariance.operate(x.transpose().operate(response()));
        List<Exact> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(Exact.mean("beta[" + i + "]", mean[i]));
            answers.add(Exact.standardDeviation("beta[" + i + "]", Math.sqrt(covariance.getEntry(i, i))));
        }
        return answers;
    }

    /** Neal's funnel by standard normal numbers; its neck is no place of its own for a sampler. */
    static Model funnel() {
        return Model.of("funnel", m -> {
            Tensor v = m.sample("v", Normal.of(0, 3));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(9));
            m.deterministic("x", z.times(v.times(0.5).exp()));
        });
    }

    /** The same as it stands, which no fixed step size suits. */
    static Model centredFunnel() {
        return Model.of("centred funnel", m -> {
            Tensor v = m.sample("v", Normal.of(0, 3));
            m.sample("x", Normal.of(0, v.times(0.5).exp()).iid(9));
        });
    }

    /** The fourth moment of x is so large that its sd has no usable Monte Carlo error; by symmetry its median is 0. */
    static List<Exact> funnelAnswers() {
        List<Exact> answers = new ArrayList<>(Posterior.table("Neal", Map.of("v", "v")));
        answers.add(Exact.quantile("x[0]", 0.5, 0));
        return answers;
    }

    private static double betaDeviation(double alpha, double beta) {
        double total = alpha + beta;
        return Math.sqrt(alpha * beta / (total * total * (total + 1)));
    }
}
