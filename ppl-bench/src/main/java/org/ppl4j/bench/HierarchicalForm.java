package org.ppl4j.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ppl4j.distribution.HalfCauchy;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.MvNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;
import org.ppl4j.tensor.Tensor;

/** Hierarchical models as they are written first: centred, whether the data suit that or not. */
enum HierarchicalForm {
    FUNNEL {
        @Override
        Model model() {
            return Model.of("funnel", m -> {
                Tensor v = m.sample("v", Normal.of(0, 3));
                m.sample("x", Normal.of(0, v.times(0.5).exp()).iid(9));
            });
        }
    },
    EIGHT_SCHOOLS {
        @Override
        Model model() {
            return Model.of("eight schools", m -> {
                Tensor mu = m.sample("mu", Normal.of(0, 5));
                Tensor tau = m.sample("tau", HalfCauchy.of(5));
                Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(8));
                Tensor sigma = Tensor.of(15, 10, 16, 11, 9, 11, 10, 18);
                m.observe("y", Normal.of(theta, sigma), 28, 8, -3, 7, -1, 1, 18, 12);
            });
        }
    },
    /** 30 groups of 5 with little between them. */
    ALIKE {
        @Override
        Model model() {
            return groups(evenly(30, 5), 0.3);
        }
    },
    /** 30 groups of 20 with still less between them. */
    ALIKE_AND_LARGE {
        @Override
        Model model() {
            return groups(evenly(30, 20), 0.2);
        }
    },
    /** 200 groups of 4. */
    MANY {
        @Override
        Model model() {
            return groups(evenly(200, 4), 0.5);
        }
    },
    /** 40 groups of 1 to 77. */
    OF_ALL_SIZES {
        @Override
        Model model() {
            return groups(
                    IntStream.range(0, 40)
                            .flatMap(i -> IntStream.generate(() -> i).limit(1 + i * i / 20))
                            .toArray(),
                    0.5);
        }
    },
    /** 30 groups of 5 as far from each other as their members are. */
    DIFFERENT {
        @Override
        Model model() {
            return groups(evenly(30, 5), 1);
        }
    },
    /** 30 groups of 100 of which the data tell all. */
    KNOWN {
        @Override
        Model model() {
            return groups(evenly(30, 100), 2);
        }
    },
    /** Intercepts that the data tell, and slopes that they hardly tell. */
    INTERCEPTS_AND_SLOPES {
        @Override
        Model model() {
            SplittableRandom random = new SplittableRandom(1);
            int[] group = evenly(30, 20);
            double[] x = random.doubles(group.length, -1.7, 1.7).toArray();
            double[] intercepts = normal(30, 1, random);
            double[] slopes = normal(30, 0.1, random);
            double[] noise = normal(group.length, 0.5, random);
            double[] y = IntStream.range(0, group.length)
                    .mapToDouble(i -> 1 + intercepts[group[i]] + slopes[group[i]] * x[i] + noise[i])
                    .toArray();
            return Model.of("intercepts and slopes", m -> {
                Tensor mu = m.sample("mu", Normal.of(0, 5));
                Tensor sa = m.sample("sa", HalfNormal.of(2));
                Tensor sb = m.sample("sb", HalfNormal.of(2));
                Tensor sigma = m.sample("sigma", HalfNormal.of(2));
                Tensor a = m.sample("a", Normal.of(mu, sa).iid(30));
                Tensor b = m.sample("b", Normal.of(0, sb).iid(30));
                Tensor lines = a.gather(group).plus(b.gather(group).timesElementwise(Tensor.of(x)));
                m.observe("y", Normal.of(lines, sigma), y);
            });
        }
    },
    /** Correlated intercepts and slopes of 40 groups of 6, a normal vector each. */
    CORRELATED {
        @Override
        Model model() {
            SplittableRandom random = new SplittableRandom(1);
            int[] group = evenly(40, 6);
            double[] x = random.doubles(group.length, -1.7, 1.7).toArray();
            double[] intercepts = normal(40, 1, random);
            double[] others = normal(40, 0.3, random);
            double[] noise = normal(group.length, 1, random);
            double[] y = IntStream.range(0, group.length)
                    .mapToDouble(i -> 2
                            + intercepts[group[i]]
                            + (1 + 0.2 * intercepts[group[i]] + others[group[i]]) * x[i]
                            + noise[i])
                    .toArray();
            return Model.of("correlated", m -> {
                Tensor means = m.sample("means", Normal.of(0, 5).iid(2));
                Tensor scales = m.sample("scales", HalfNormal.of(2).iid(2));
                Tensor correlations = m.sample("correlations", LkjCholesky.of(2, 2));
                Tensor sigma = m.sample("sigma", HalfNormal.of(2));
                Tensor factor = scales.insertAxis(1).timesElementwise(correlations);
                Tensor lines =
                        m.sample("lines", MvNormal.ofCholesky(means, factor).iid(40));
                Tensor intercept = lines.column(0).gather(group);
                Tensor slope = lines.column(1).gather(group);
                m.observe("y", Normal.of(intercept.plus(slope.timesElementwise(Tensor.of(x))), sigma), y);
            });
        }
    },
    /** Counts, three in each of 50 groups. */
    COUNTS {
        @Override
        Model model() {
            SplittableRandom random = new SplittableRandom(1);
            int[] group = evenly(50, 3);
            double[] effects = normal(50, 0.4, random);
            double[] y = Arrays.stream(group)
                    .mapToDouble(g -> Poisson.of(Math.exp(0.5 + effects[g])).sample(random)[0])
                    .toArray();
            return Model.of("counts", m -> {
                Tensor mu = m.sample("mu", Normal.of(0, 2));
                Tensor tau = m.sample("tau", HalfNormal.of(1));
                Tensor a = m.sample("a", Normal.of(mu, tau).iid(50));
                m.observe("y", Poisson.ofLogRate(a.gather(group)), y);
            });
        }
    },
    /** A regression on 20 predictors with a horseshoe prior. */
    HORSESHOE {
        @Override
        Model model() {
            SplittableRandom random = new SplittableRandom(1);
            double[][] x =
                    IntStream.range(0, 100).mapToObj(i -> normal(20, 1, random)).toArray(double[][]::new);
            double[] noise = normal(100, 1, random);
            double[] y = IntStream.range(0, 100)
                    .mapToDouble(i -> 2 * x[i][0] - 1.5 * x[i][1] + noise[i])
                    .toArray();
            return Model.of("horseshoe", m -> {
                Tensor tau = m.sample("tau", HalfCauchy.of(0.2));
                Tensor lambda = m.sample("lambda", HalfCauchy.of(1).iid(20));
                Tensor beta = m.sample("beta", Normal.of(0, lambda.timesElementwise(tau)));
                Tensor sigma = m.sample("sigma", HalfNormal.of(2));
                m.observe("y", Normal.of(Tensor.of(x).dot(beta), sigma), y);
            });
        }
    };

    abstract Model model();

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Model groups(int[] group, double spread) {
        int count = 1 + Arrays.stream(group).max().orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        double[] effects = normal(count, spread, random);
        double[] noise = normal(group.length, 1, random);
        double[] y = IntStream.range(0, group.length)
                .mapToDouble(i -> 1 + effects[group[i]] + noise[i])
                .toArray();
        return Model.of("groups", m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 5));
            Tensor tau = m.sample("tau", HalfNormal.of(2));
            Tensor sigma = m.sample("sigma", HalfNormal.of(2));
            Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(count));
            m.observe("y", Normal.of(theta.gather(group), sigma), y);
        });
    }

    private static int[] evenly(int groups, int size) {
        return IntStream.range(0, groups * size).map(i -> i / size).toArray();
    }

    private static double[] normal(int count, double deviation, SplittableRandom random) {
        return IntStream.range(0, count)
                .mapToDouble(i -> deviation * random.nextGaussian())
                .toArray();
    }
}
