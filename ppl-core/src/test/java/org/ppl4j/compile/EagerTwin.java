package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.ppl4j.distribution.Normal;
import org.ppl4j.model.Model;
import org.ppl4j.model.ModelBuilder;
import org.ppl4j.model.ModelDensity;
import org.ppl4j.tensor.Tensor;

/** A model that is run anew at every position, which has a first coordinate besides those of the compiled one. */
public final class EagerTwin {

    private EagerTwin() {}

    /** Returns a model that reads a random value, and does all that another does. */
    public static Model of(String name, Consumer<ModelBuilder> body) {
        return Model.of(name, m -> {
            m.factor("dynamic", Tensor.of(0 * m.sample("read", Normal.of(0, 1)).doubleValue()));
            body.accept(m);
        });
    }

    /** Compares a model with its twin; returns what the compiler says of it. */
    public static String explained(String name, Consumer<ModelBuilder> body) {
        Model model = Model.of(name, body);
        compare(name, model, of(name, body));
        return model.explain();
    }

    /** Compares values and gradients at one position. */
    public static void compare(String what, Model model, Model eager) {
        ModelDensity compiled = model.density();
        assertThat(compiled.isDynamic()).isFalse();
        assertThat(compiled.explain()).doesNotContain("as an optimisation failed");
        assertThat(eager.density().isDynamic()).isTrue();
        double[] position =
                new SplittableRandom(7).doubles(compiled.dimension(), -1, 1).toArray();
        double[] gradient = new double[position.length];
        double[] eagerPosition = new double[position.length + 1];
        double[] eagerGradient = new double[position.length + 1];
        System.arraycopy(position, 0, eagerPosition, 1, position.length);
        double value = compiled.logDensityAndGradient(position, gradient);
        double expected =
                eager.density().logDensityAndGradient(eagerPosition, eagerGradient) + 0.5 * Math.log(2 * Math.PI);
        Graphs.assertClose(
                new double[] {value, compiled.logDensity(position)}, new double[] {expected, expected}, 1e-12, what);
        double[] expectedGradient = Arrays.copyOfRange(eagerGradient, 1, eagerGradient.length);
        Graphs.assertClose(gradient, expectedGradient, 1e-11, what);
    }
}
