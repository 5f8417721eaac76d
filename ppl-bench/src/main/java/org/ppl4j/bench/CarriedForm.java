package org.ppl4j.bench;

import org.ppl4j.bench.LoopForm.Data;
import org.ppl4j.distribution.Beta;
import org.ppl4j.distribution.Dirichlet;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Poisson;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** Models of series, written as loops that carry values from step to step. */
enum CarriedForm {
    /** A random walk with noise, its likelihood by the Kalman filter. */
    KALMAN {
        @Override
        void run(ModelBuilder m, Data data) {
            Tensor drift = m.sample("drift", HalfNormal.of(1)).square();
            Tensor noise = m.sample("noise", HalfNormal.of(1)).square();
            Tensor mean = Tensor.of(0.0);
            Tensor variance = Tensor.of(10.0);
            for (int t = 0; t < data.size(); t++) {
                Tensor predicted = variance.plus(drift);
                Tensor total = predicted.plus(noise);
                m.observe("y[" + t + "]", Normal.of(mean, total.sqrt()), data.y(t));
                Tensor gain = predicted.dividedBy(total);
                mean = mean.plus(gain.times(Tensor.of(data.y(t)).minus(mean)));
                variance = predicted.times(gain.negate().plus(1));
            }
        }
    },
    /** GARCH(1, 1). */
    GARCH {
        @Override
        void run(ModelBuilder m, Data data) {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor level = m.sample("level", HalfNormal.of(1));
            Tensor shock = m.sample("shock", Beta.of(2, 2));
            Tensor persistence = m.sample("persistence", Beta.of(2, 2));
            Tensor variance = Tensor.of(1.0);
            for (int t = 0; t < data.size(); t++) {
                m.observe("y[" + t + "]", Normal.of(mu, variance.sqrt()), data.y(t));
                Tensor surprise = Tensor.of(data.y(t)).minus(mu).square();
                variance = level.plus(shock.times(surprise)).plus(persistence.times(variance));
            }
        }
    },
    /** A moving average of two errors. */
    MOVING_AVERAGE {
        @Override
        void run(ModelBuilder m, Data data) {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor first = m.sample("first", Normal.of(0, 0.5));
            Tensor second = m.sample("second", Normal.of(0, 0.5));
            Tensor sigma = m.sample("sigma", HalfNormal.of(1));
            Tensor last = Tensor.of(0.0);
            Tensor before = Tensor.of(0.0);
            for (int t = 0; t < data.size(); t++) {
                Tensor mean = mu.plus(first.times(last)).plus(second.times(before));
                m.observe("y[" + t + "]", Normal.of(mean, sigma), data.y(t));
                before = last;
                last = Tensor.of(data.y(t)).minus(mean);
            }
        }
    },
    /** A population that limits its own growth, counted. */
    RICKER {
        @Override
        void run(ModelBuilder m, Data data) {
            Tensor growth = m.sample("growth", HalfNormal.of(1));
            Tensor limit = m.sample("limit", HalfNormal.of(1));
            Tensor size = Tensor.of(0.5);
            for (int t = 0; t < data.size(); t++) {
                size = size.times(growth.minus(size.times(limit)).exp()).plus(0.1);
                m.observe("y[" + t + "]", Poisson.of(size), data.count(t));
            }
        }
    },
    /** A hidden Markov model of three states, its likelihood by the forward algorithm. */
    HIDDEN_MARKOV {
        @Override
        void run(ModelBuilder m, Data data) {
            Tensor[] rows = new Tensor[3];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = m.sample("from[" + k + "]", Dirichlet.of(1, 1, 1));
            }
            Tensor transitions = Tensor.stack(rows).log();
            Tensor means = m.sample("means", Normal.of(0, 2).iid(rows.length));
            Tensor forward = Tensor.filled(0, rows.length);
            for (int t = 0; t < data.size(); t++) {
                Tensor emission = means.minus(data.y(t)).square().times(-0.5);
                forward = transitions.plus(forward.insertAxis(1)).logSumExp(0).plus(emission);
            }
            m.factor("likelihood", forward.logSumExp());
        }
    };

    abstract void run(ModelBuilder m, Data data);

    /** Returns the model. */
    Model model(Data data) {
        return Model.of("carried", m -> run(m, data));
    }
}
