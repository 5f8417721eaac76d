package org.ppl4j.samplers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Variable;
import org.ppl4j.density.LogDensity;
import org.ppl4j.tensor.Tensor;

/** A hand-written log density as a target: unconstrained and recorded values are the same. */
final class DensityTarget implements Target {
    private static final double INITIAL_RADIUS = 2;
    private static final int SHOWN_COORDINATES = 8;

    private final LogDensity density;
    private final List<Variable> variables;

    DensityTarget(LogDensity density, List<Variable> variables) {
        int size = variables.stream().mapToInt(Variable::size).sum();
        if (size != density.dimension()) {
            throw new IllegalArgumentException("The variables must have as many values in all as the log density has"
                    + " dimensions: " + density.dimension() + ", got " + size + " ("
                    + variables.stream().map(v -> v.name() + v.shape()).collect(Collectors.joining(", ")) + ").");
        }
        this.density = density;
        this.variables = List.copyOf(variables);
    }

    @Override
    public LogDensity density() {
        return density;
    }

    @Override
    public List<Variable> variables() {
        return variables;
    }

    @Override
    public double record(double[] position, double[] values) {
        return record(position, density.logDensity(position), values);
    }

    @Override
    public double record(double[] position, double logDensity, double[] values) {
        System.arraycopy(position, 0, values, 0, position.length);
        return logDensity;
    }

    @Override
    public double[] initialPosition(RandomGenerator random) {
        double[] position = new double[density.dimension()];
        Arrays.setAll(position, i -> random.nextDouble(-INITIAL_RADIUS, INITIAL_RADIUS));
        return position;
    }

    @Override
    public int[] coordinates(String variable) {
        int offset = 0;
        for (Variable candidate : variables) {
            if (candidate.name().equals(variable)) {
                return IntStream.range(offset, offset + candidate.size()).toArray();
            }
            offset += candidate.size();
        }
        throw new IllegalArgumentException("There is no variable \"" + variable + "\"; there are "
                + variables.stream().map(Variable::name).collect(Collectors.joining(", ")) + ".");
    }

    @Override
    public double[] unconstrain(Map<String, ?> values, double[] fallback) {
        double[] position = fallback.clone();
        values.forEach((name, value) -> {
            int[] places = coordinates(name);
            double[] numbers = numbers(name, value);
            if (numbers.length != places.length) {
                throw new IllegalArgumentException("The variable \"" + name + "\" has " + places.length
                        + " values, got " + numbers.length + ". Give one for each.");
            }
            for (int i = 0; i < places.length; i++) {
                position[places[i]] = numbers[i];
            }
        });
        return position;
    }

    private static double[] numbers(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        if (value instanceof double[] vector) {
            return vector;
        }
        if (value instanceof Tensor tensor) {
            return tensor.toArray();
        }
        throw new IllegalArgumentException("The value given for \"" + name + "\" is "
                + (value == null ? "null" : "a " + value.getClass().getSimpleName())
                + ". Give a number, a double[] or a Tensor.");
    }

    @Override
    public String describeFailure(double[] position) {
        double value;
        try {
            value = density.logDensity(position);
        } catch (RuntimeException e) {
            return "the log density threw " + e + " at " + show(position);
        }
        if (!Double.isFinite(value)) {
            return "the log density is " + value + " at " + show(position);
        }
        double[] gradient = new double[position.length];
        try {
            value = density.logDensityAndGradient(position, gradient);
        } catch (RuntimeException e) {
            return "the log density is " + value + " but its gradient threw " + e + " at " + show(position);
        }
        if (!Double.isFinite(value)) {
            return "the log density is " + value + " at " + show(position);
        }
        for (int i = 0; i < gradient.length; i++) {
            if (!Double.isFinite(gradient[i])) {
                return "the log density is " + value + " but coordinate " + i + " of its gradient is " + gradient[i]
                        + " at " + show(position);
            }
        }
        return "the log density is " + value + ", evaluated again, at " + show(position);
    }

    private String show(double[] position) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(position.length, SHOWN_COORDINATES); i++) {
            text.add(Double.toString(position[i]));
        }
        if (position.length > SHOWN_COORDINATES) {
            text.add("... " + (position.length - SHOWN_COORDINATES) + " more");
        }
        String name = variables.size() == 1 ? variables.get(0).name() : "position";
        return name + " = " + text;
    }
}
