package org.ppl4j.compile.carried;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.EagerTwin;
import org.ppl4j.distribution.HalfNormal;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.StudentT;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.tensor.Tensor;

/** A step of a recurrence is a turn of the loop, whatever else looks like one. */
class WholeStepsTest {

    private static final int TURNS = 300;
    private static final Pattern STEPS = Pattern.compile("a recurrence of (\\d+) steps");

    private final double[] y = new SplittableRandom(41).doubles(TURNS, -1, 1).toArray();

    private static void check(String name, Consumer<ModelBuilder> body) {
        Model model = Model.of(name, body);
        List<Integer> steps = STEPS.matcher(model.explain())
                .results()
                .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(steps).isNotEmpty().allSatisfy(each -> assertThat(each).isBetween(200, TURNS));
        EagerTwin.compare(name, model, EagerTwin.of(name, body));
    }

    /** Prediction and update both add a square to the variance and multiply it by a number. */
    @Test
    void halvesThatLookAlike() {
        SplittableRandom random = new SplittableRandom(42);
        boolean[] missing = new boolean[TURNS];
        for (int t = 0; t < TURNS; t++) {
            missing[t] = random.nextInt(6) == 0;
        }
        check("filter", m -> {
            Tensor noise = m.sample("noise", HalfNormal.of(1));
            Tensor error = m.sample("error", HalfNormal.of(1));
            Tensor persistence = m.sample("persistence", Uniform.of(-1, 1));
            Tensor mean = Tensor.of(0);
            Tensor variance = Tensor.of(1);
            for (int t = 0; t < TURNS; t++) {
                mean = persistence.times(mean);
                variance = persistence.square().times(variance).plus(noise.square());
                if (missing[t]) {
                    continue;
                }
                Tensor total = variance.plus(error.square());
                m.observe("y[" + t + "]", Normal.of(mean, total.sqrt()), y[t]);
                Tensor gain = variance.dividedBy(total);
                mean = mean.plus(gain.times(Tensor.of(y[t]).minus(mean)));
                variance = variance.times(Tensor.of(1).minus(gain));
            }
        });
    }

    /** What is observed is a sum, as the next state is. */
    @Test
    void statementsThatLookLikeAStep() {
        check("statements", m -> {
            Tensor persistence = m.sample("persistence", Uniform.of(-1, 1));
            Tensor scale = m.sample("scale", HalfNormal.of(1));
            Tensor innovations = m.sample("innovations", Normal.of(0, 1).iid(TURNS));
            Tensor level = m.sample("level", Normal.of(0, 1));
            Tensor first = Tensor.of(0);
            Tensor second = Tensor.of(0);
            for (int t = 0; t < TURNS; t++) {
                first = persistence.times(first).plus(innovations.at(t));
                second = second.times(0.9).plus(first.tanh());
                if (y[t] > 0) {
                    m.observe("y[" + t + "]", Normal.of(first.plus(second), scale), y[t]);
                } else {
                    m.observe("y[" + t + "]", StudentT.of(4, second.plus(level), scale), y[t]);
                }
            }
        });
    }
}
