package org.ppl4j.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ppl4j.distribution.Bernoulli;
import org.ppl4j.distribution.Categorical;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.LkjCholesky;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Models that are written twice: as a loop of statements, and with one statement for all data. */
enum LoopForm {
    NORMAL {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    m.observe("y[" + i + "]", Normal.of(a.plus(b.times(data.x[i])), sigma), data.y[i]);
                }
            } else {
                m.observe("y", Normal.of(a.plus(b.times(Tensor.of(data.x))), sigma), data.y);
            }
        }
    },
    LOGISTIC {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    m.observe("y[" + i + "]", Bernoulli.ofLogit(a.plus(b.times(data.x[i]))), data.binary[i]);
                }
            } else {
                m.observe("y", Bernoulli.ofLogit(a.plus(b.times(Tensor.of(data.x)))), data.binary);
            }
        }
    },
    POISSON_BY_GROUP {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor theta = m.sample("theta", Normal.of(0, 1).iid(Data.GROUPS));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    Tensor logRate = a.times(data.x[i]).plus(theta.at(data.group[i]));
                    m.observe("y[" + i + "]", Poisson.ofLogRate(logRate), data.counts[i]);
                }
            } else {
                Tensor logRate = a.times(Tensor.of(data.x)).plus(theta.gather(data.group));
                m.observe("y", Poisson.ofLogRate(logRate), data.counts);
            }
        }
    },
    HIERARCHICAL {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor tau = m.sample("tau", HalfNormal.of(1));
            Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(Data.GROUPS));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    m.observe("y[" + i + "]", Normal.of(theta.at(data.group[i]), sigma), data.y[i]);
                }
            } else {
                m.observe("y", Normal.of(theta.gather(data.group), sigma), data.y);
            }
        }
    },
    SAMPLED_POISSON {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor tau = m.sample("tau", HalfNormal.of(1));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    Tensor theta = m.sample("theta[" + i + "]", Normal.of(mu, tau));
                    m.observe("y[" + i + "]", Poisson.ofLogRate(theta), data.counts[i]);
                }
            } else {
                Tensor theta = m.sample("theta", Normal.of(mu, tau).iid(data.size()));
                m.observe("y", Poisson.ofLogRate(theta), data.counts);
            }
        }
    },
    SMALL_VECTORS {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor a = m.sample("a", Normal.of(0, 1));
            Tensor b = m.sample("b", Normal.of(0, 1).iid(Data.WIDTH));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    m.observe("y[" + i + "]", StudentT.of(4, b.plus(a.times(data.x[i])), sigma), data.rows[i]);
                }
            } else {
                Tensor column = Tensor.of(data.x).reshape(data.size(), 1);
                m.observe("y", StudentT.of(4, b.plus(a.times(column)), sigma), Tensor.of(data.rows));
            }
        }
    },
    CATEGORIES {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor weights = m.sample("weights", Normal.of(0, 1).iid(Data.CATEGORIES, Data.WIDTH));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    Tensor logits = weights.times(Tensor.of(data.rows[i]));
                    m.observe("y[" + i + "]", Categorical.ofLogits(logits), data.category[i]);
                }
            } else {
                m.observe("y", Categorical.ofLogits(Tensor.of(data.rows).dot(weights.transpose())), data.category);
            }
        }
    },
    MIXTURE {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor weights = m.sample("weights", Dirichlet.of(1, 1, 1)).log();
            Tensor means = m.sample("means", Normal.of(0, 2).iid(3));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    Tensor distances = means.minus(data.y[i]).square();
                    m.factor("y[" + i + "]", weights.minus(distances.times(0.5)).logSumExp());
                }
            } else {
                Tensor distances = means.minus(Tensor.of(data.y).insertAxis(1)).square();
                m.factor("y", weights.minus(distances.times(0.5)).logSumExp(1).sum());
            }
        }
    },
    /** Factors of the rows that the columns load on: a loop in a loop, or a table. */
    ROWS_AND_COLUMNS {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor factors = m.sample("factors", Normal.of(0, 1).iid(data.size()));
            Tensor loadings = m.sample("loadings", Normal.of(0, 1).iid(Data.WIDTH));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1).iid(Data.WIDTH));
            if (isLoop) {
                for (int i = 0; i < data.size(); i++) {
                    for (int k = 0; k < Data.WIDTH; k++) {
                        Tensor mean = loadings.at(k).times(factors.at(i));
                        m.observe("y[" + i + "," + k + "]", Normal.of(mean, sigma.at(k)), data.rows[i][k]);
                    }
                }
            } else {
                Tensor means = loadings.timesElementwise(factors.insertAxis(1));
                m.observe("y", Normal.of(means, sigma), Tensor.of(data.rows));
            }
        }
    },
    /** Groups of different sizes, each observed as a vector. */
    GROUPS_AS_VECTORS {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor a = m.sample("a", Normal.of(0, 1).iid(Data.GROUPS));
            Tensor b = m.sample("b", Normal.of(0, 1).iid(Data.GROUPS));
            if (isLoop) {
                for (int g = 0; g < Data.GROUPS; g++) {
                    int[] own = data.inSeries(g);
                    Tensor x = Tensor.of(
                            IntStream.of(own).mapToDouble(i -> data.x[i]).toArray());
                    int[] y = IntStream.of(own).map(i -> data.binary[i]).toArray();
                    m.observe(
                            "y[" + g + "]",
                            Bernoulli.ofLogit(a.at(g).plus(b.at(g).times(x))),
                            y);
                }
            } else {
                Tensor logit = a.gather(data.series).plus(b.gather(data.series).times(Tensor.of(data.x)));
                m.observe("y", Bernoulli.ofLogit(logit), data.binary);
            }
        }
    },
    /** Effects of groups that are correlated, a vector for each. */
    CORRELATED_EFFECTS {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor scales = m.sample("scales", HalfNormal.of(1).iid(Data.WIDTH));
            Tensor factor = m.sample("factor", LkjCholesky.of(Data.WIDTH, 2));
            Tensor z = m.sample("z", Normal.of(0, 1).iid(Data.GROUPS, Data.WIDTH));
            if (isLoop) {
                Tensor[] effects = new Tensor[Data.GROUPS];
                for (int g = 0; g < Data.GROUPS; g++) {
                    effects[g] = scales.times(factor.times(z.row(g)));
                }
                for (int i = 0; i < data.size(); i++) {
                    Tensor logit = effects[data.group[i]].dot(Tensor.of(data.rows[i]));
                    m.observe("y[" + i + "]", Bernoulli.ofLogit(logit), data.binary[i]);
                }
            } else {
                Tensor effects = z.dot(factor.transpose()).timesElementwise(scales);
                Tensor logit = effects.gather(data.group)
                        .timesElementwise(Tensor.of(data.rows))
                        .sum(1);
                m.observe("y", Bernoulli.ofLogit(logit), data.binary);
            }
        }
    },
    /** A regression whose coefficients walk from one row to the next. */
    WALKING_COEFFICIENTS {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor levelSteps = m.sample("levelScale", HalfNormal.of(1))
                    .times(m.sample("level", Normal.of(0, 1).iid(data.size())));
            Tensor slopeSteps = m.sample("slopeScale", HalfNormal.of(1))
                    .times(m.sample("slope", Normal.of(0, 1).iid(data.size())));
            if (isLoop) {
                Tensor level = Tensor.of(0);
                Tensor slope = Tensor.of(0);
                for (int i = 0; i < data.size(); i++) {
                    level = level.plus(levelSteps.at(i));
                    slope = slope.plus(slopeSteps.at(i));
                    m.observe("y[" + i + "]", Normal.of(level.plus(slope.times(data.x[i])), sigma), data.y[i]);
                }
            } else {
                Tensor level = Tensor.scan(Tensor.of(0), levelSteps, Tensor::plus);
                Tensor slope = Tensor.scan(Tensor.of(0), slopeSteps, Tensor::plus);
                m.observe("y", Normal.of(level.plus(slope.times(Tensor.of(data.x))), sigma), data.y);
            }
        }
    },
    /** What a subject expects begins at zero, and moves at the subject's rate; by one scan with a mask, or one loop. */
    SERIES {
        @Override
        void run(ModelBuilder m, Data data, boolean isLoop) {
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor rate = m.sample("rate", Normal.of(0, 1).iid(Data.GROUPS)).sigmoid();
            if (isLoop) {
                Tensor expected = Tensor.of(0);
                for (int i = 0; i < data.size(); i++) {
                    expected = data.isFirstOfSeries(i) ? Tensor.of(0) : expected;
                    m.observe("y[" + i + "]", Normal.of(expected, sigma), data.y[i]);
                    expected = expected.plus(
                            rate.at(data.series[i]).times(Tensor.of(data.x[i]).minus(expected)));
                }
            } else {
                Tensor goesOn = Tensor.of(IntStream.range(0, data.size())
                        .mapToDouble(i -> data.isFirstOfSeries(i) ? 0 : 1)
                        .toArray());
                Tensor expected = Tensor.scan(
                                List.of(Tensor.of(0), Tensor.of(0)),
                                List.of(Tensor.of(data.x), goesOn, rate.gather(data.series)),
                                (carried, step) -> {
                                    Tensor before = carried.get(0).times(step.get(1));
                                    return List.of(
                                            before.plus(step.get(2)
                                                    .times(step.get(0).minus(before))),
                                            before);
                                })
                        .get(1);
                m.observe("y", Normal.of(expected, sigma), data.y);
            }
        }
    };

    /** Data of all kinds, the same for a size whenever they are made. */
    static final class Data {

        private static final int GROUPS = 20;
        private static final int WIDTH = 3;
        private static final int CATEGORIES = 4;

        private final double[] x;
        private final double[] y;
        private final int[] binary;
        private final int[] counts;
        private final int[] group;

        /** The groups again, those of one after the other. */
        private final int[] series;

        private final double[][] rows;
        private final int[] category;

        Data(int size) {
            SplittableRandom random = new SplittableRandom(1);
            x = random.doubles(size, -1, 1).toArray();
            y = random.doubles(size, -1, 1).toArray();
            binary = random.ints(size, 0, 2).toArray();
            counts = random.ints(size, 0, 5).toArray();
            group = random.ints(size, 0, GROUPS).toArray();
            series = group.clone();
            Arrays.sort(series);
            rows = new double[size][];
            Arrays.setAll(rows, i -> random.doubles(WIDTH, -1, 1).toArray());
            category = random.ints(size, 0, CATEGORIES).toArray();
        }

        double y(int i) {
            return y[i];
        }

        int count(int i) {
            return counts[i];
        }

        boolean isFirstOfSeries(int i) {
            return i == 0 || series[i] != series[i - 1];
        }

        int[] inSeries(int number) {
            return IntStream.range(0, series.length)
                    .filter(i -> series[i] == number)
                    .toArray();
        }

        int size() {
            return x.length;
        }
    }

    abstract void run(ModelBuilder m, Data data, boolean isLoop);

    /** Returns the model as a loop. */
    Model loop(Data data) {
        return Model.of("loop", m -> run(m, data, true));
    }

    /** Returns the model with one statement for all data. */
    Model vectorised(Data data) {
        return Model.of("vectorised", m -> run(m, data, false));
    }
}
