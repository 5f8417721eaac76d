package org.ppl4j.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.ppl4j.density.LogDensity;

/** The integrator: reversible, of second order, and what its formula says. */
class LeapfrogTest {
    private static final UnitMetric METRIC = new UnitMetric();

    @Test
    void goesBackTheWayItCame() {
        Quartic density = new Quartic();
        Leapfrog leapfrog = new Leapfrog(density, METRIC);
        PhasePoint point = at(density, new double[] {0.7, -0.4}, new double[] {0.3, 1.1});
        for (int i = 0; i < 50; i++) {
            leapfrog.step(point, 0.05);
        }
        assertThat(Math.abs(point.position[0] - 0.7)).isGreaterThan(0.1);
        for (int i = 0; i < 50; i++) {
            leapfrog.step(point, -0.05);
        }
        assertThat(point.position).containsExactly(new double[] {0.7, -0.4}, within(1e-13));
        assertThat(point.momentum).containsExactly(new double[] {0.3, 1.1}, within(1e-13));
    }

    @Test
    void goesBackWithTheMomentumReversed() {
        Quartic density = new Quartic();
        Leapfrog leapfrog = new Leapfrog(density, METRIC);
        PhasePoint point = at(density, new double[] {0.7, -0.4}, new double[] {0.3, 1.1});
        for (int i = 0; i < 50; i++) {
            leapfrog.step(point, 0.05);
        }
        point.momentum[0] = -point.momentum[0];
        point.momentum[1] = -point.momentum[1];
        for (int i = 0; i < 50; i++) {
            leapfrog.step(point, 0.05);
        }
        assertThat(point.position).containsExactly(new double[] {0.7, -0.4}, within(1e-13));
        assertThat(point.momentum).containsExactly(new double[] {-0.3, -1.1}, within(1e-13));
    }

    @Test
    void halfTheStepSizeMakesAQuarterOfTheEnergyError() {
        for (double stepSize : new double[] {0.08, 0.04, 0.02}) {
            assertThat(energyError(stepSize) / energyError(stepSize / 2)).isBetween(3.9, 4.1);
        }
    }

    /** For a standard normal, one step is a linear map that is known. */
    @Test
    void isTheKnownLinearMapForANormal() {
        LogDensity normal = GaussianDensity.standard(1);
        double e = 0.3;
        PhasePoint point = at(normal, new double[] {1.2}, new double[] {-0.5});
        new Leapfrog(normal, METRIC).step(point, e);
        assertThat(point.position[0]).isCloseTo((1 - e * e / 2) * 1.2 + e * -0.5, within(1e-15));
        assertThat(point.momentum[0]).isCloseTo(-e * (1 - e * e / 4) * 1.2 + (1 - e * e / 2) * -0.5, within(1e-15));
    }

    @Test
    void fromRestItGoesUphill() {
        LogDensity normal = GaussianDensity.standard(1);
        PhasePoint point = at(normal, new double[] {2}, new double[] {0});
        assertThat(point.energy(METRIC)).isEqualTo(2);
        new Leapfrog(normal, METRIC).step(point, 0.1);
        assertThat(point.position[0]).isCloseTo(2 - 0.01, within(1e-15));
        assertThat(point.momentum[0]).isNegative();
        PhasePoint mode = at(normal, new double[] {0}, new double[] {0});
        new Leapfrog(normal, METRIC).step(mode, 0.1);
        assertThat(mode.position[0]).isZero();
    }

    private static double energyError(double stepSize) {
        Quartic density = new Quartic();
        Leapfrog leapfrog = new Leapfrog(density, METRIC);
        PhasePoint point = at(density, new double[] {0.7, -0.4}, new double[] {0.3, 1.1});
        double before = point.energy(METRIC);
        int steps = (int) Math.round(1.6 / stepSize);
        for (int i = 0; i < steps; i++) {
            leapfrog.step(point, stepSize);
        }
        return Math.abs(point.energy(METRIC) - before);
    }

    private static PhasePoint at(LogDensity density, double[] position, double[] momentum) {
        PhasePoint point = new PhasePoint(position.length);
        point.moveTo(GradientState.at(position, density));
        System.arraycopy(momentum, 0, point.momentum, 0, momentum.length);
        return point;
    }

    /** Not a Gaussian: -(x⁴ + x²y² + y²)/2. */
    private static final class Quartic implements LogDensity {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double logDensity(double[] position) {
            return logDensityAndGradient(position, new double[2]);
        }

        @Override
        public double logDensityAndGradient(double[] position, double[] gradient) {
            double x = position[0];
            double y = position[1];
            gradient[0] = -2 * x * x * x - x * y * y;
            gradient[1] = -x * x * y - y;
            return -(x * x * x * x + x * x * y * y + y * y) / 2;
        }
    }
}
