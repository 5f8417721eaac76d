package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ppl4j.distribution.InverseGamma;
import org.ppl4j.distribution.Normal;
import org.ppl4j.distribution.Uniform;
import org.ppl4j.tensor.Tensor;

/** Values where the density is zero, and data that no value of the parameters explains. */
class OutsideSupportTest {

    private static final Model MODEL = Model.of("gdemo", m -> {
        Tensor variance = m.sample("s", InverseGamma.of(2, 3));
        Tensor mean = m.sample("m", Normal.of(Tensor.of(0), variance.sqrt()));
        m.observe("x", Normal.of(mean, variance.sqrt()), 1.5, 2);
    });

    @Test
    void aValueOutsideOfItsSupportHasNoDensity() {
        assertThat(MODEL.logDensity(Map.of("s", -1.0, "m", 0.0))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(MODEL.logDensity(Map.of("s", 1.0, "m", 0.0))).isFinite();
    }

    @Test
    void aDynamicModelHasNoDensityWhereDataLieOutsideOfARandomBound() {
        Model model = Model.of("bounded", m -> {
            Tensor upper = m.sample("upper", Normal.of(5, 1));
            Tensor bound = upper.doubleValue() > 100 ? upper.times(2) : upper;
            m.observe("y", Uniform.of(Tensor.of(0), bound), 3.0);
        });
        ModelDensity density = model.density();
        assertThat(density.isDynamic()).isTrue();
        assertThat(density.logDensity(new double[] {2})).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(density.logDensity(new double[] {4})).isFinite();
    }

    @Test
    void aDynamicModelRefusesDataThatAreNotNumbers() {
        Model model = Model.of("nan", m -> {
            Tensor mean = m.sample("mean", Normal.of(0, 1));
            m.observe("y", Normal.of(mean.doubleValue() > 0 ? mean : mean.negate(), Tensor.of(1)), 1, Double.NaN);
        });
        int line = new Throwable().getStackTrace()[0].getLineNumber() - 2;
        assertThatThrownBy(model::density)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Site \"y\" (OutsideSupportTest.java:" + line
                        + "): a value of Normal must be finite, got NaN at index [1]."
                        + " Leave missing values out, or sample them at a site of their own.");
    }
}
