package org.ppl4j.bijector;

import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * From coordinates that are centred to some degree to values of a location-scale family, element by element. With degree 0
 * coordinates are standard values, (value - location) / scale; with degree 1 the values themselves; in between they have the
 * location and the scale to the power of the degree:  value = location + scale^(1 - degree) (coordinate - degree location).
 *
 * <p>M. I. Gorinova, D. Moore and M. D. Hoffman, "Automatic reparameterisation of probabilistic programs", ICML 2020, section 4.
 *
 * @param location the location; it broadcasts to the value
 * @param scale the scale, positive; it broadcasts to the value
 * @param degree from 0 to 1, not random; it broadcasts to the value
 */
public record PartlyCentred(Tensor location, Tensor scale, Tensor degree) implements Bijector {

    @Override
    public Shape unconstrainedShape(Shape constrained) {
        return constrained;
    }

    @Override
    public Tensor forward(Tensor unconstrained) {
        Tensor deviation = isStandard() ? unconstrained : unconstrained.minus(shift());
        return location.plus(stretch().timesElementwise(deviation));
    }

    @Override
    public Tensor inverse(Tensor constrained) {
        Tensor deviation = constrained.minus(location).dividedBy(stretch());
        return isStandard() ? deviation : deviation.plus(shift());
    }

    @Override
    public Tensor logAbsDetJacobian(Tensor unconstrained, Tensor constrained) {
        Tensor logStretch = isStandard() ? scale.log() : rest().timesElementwise(scale.log());
        return logStretch.broadcastTo(constrained.shape()).sum();
    }

    /** Whether coordinates are standard values, for which no power is needed. */
    private boolean isStandard() {
        for (double each : degree.toArray()) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private Tensor shift() {
        return degree.timesElementwise(location);
    }

    private Tensor stretch() {
        return isStandard() ? scale : scale.power(rest());
    }

    private Tensor rest() {
        return Tensor.of(1).minus(degree);
    }
}
