package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Differentiation;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.tensor.Tensor;

/**
 * Random sums of selections over data some of which are missing, or zero: the value, the gradient and a product with the
 * second derivatives are those of a loop over the rows that computes nothing but what is taken.
 */
class RandomMasksTest {

    private static final int MODELS = 400;
    private static final int EACH_COMPILED = 8;
    private static final int ROWS = 12;
    private static final int PARAMETERS = 3;
    private static final double[] VECTOR = {0.7, -0.4, 1.1};

    /** A number with derivatives along two directions, and the mixed one. */
    private record Jet(double value, double first, double second, double mixed) {

        static Jet of(double value) {
            return new Jet(value, 0, 0, 0);
        }

        Jet plus(Jet other) {
            return new Jet(value + other.value, first + other.first, second + other.second, mixed + other.mixed);
        }

        Jet times(Jet other) {
            return new Jet(
                    value * other.value,
                    first * other.value + value * other.first,
                    second * other.value + value * other.second,
                    mixed * other.value + first * other.second + second * other.first + value * other.mixed);
        }

        Jet mapped(double function, double slope, double curvature) {
            return new Jet(function, slope * first, slope * second, slope * mixed + curvature * first * second);
        }

        Jet exp() {
            double e = Math.exp(value);
            return mapped(e, e, e);
        }

        Jet log() {
            return mapped(Math.log(value), 1 / value, -1 / (value * value));
        }

        Jet sqrt() {
            double root = Math.sqrt(value);
            return mapped(root, 0.5 / root, -0.25 / (root * value));
        }

        Jet reciprocal() {
            return mapped(1 / value, -1 / (value * value), 2 / (value * value * value));
        }

        Jet square() {
            return times(this);
        }

        Jet tanh() {
            double tanh = Math.tanh(value);
            return mapped(tanh, 1 - tanh * tanh, -2 * tanh * (1 - tanh * tanh));
        }
    }

    /** A column of the rows, as a tensor, and what one row is, given the parameters. */
    private record Column(Tensor tensor, BiFunction<Jet[], Integer, Jet> row) {

        Column with(Column other, BinaryOperator<Tensor> tensors, BinaryOperator<Jet> jets) {
            return new Column(
                    tensors.apply(tensor, other.tensor), (x, i) -> jets.apply(row.apply(x, i), other.row.apply(x, i)));
        }

        Column map(UnaryOperator<Tensor> tensors, UnaryOperator<Jet> jets) {
            return new Column(tensors.apply(tensor), (x, i) -> jets.apply(row.apply(x, i)));
        }
    }

    private final Node variable = Graphs.variable(PARAMETERS);
    private final Tensor x = Tensor.of(variable);

    /** What a random model is put together of. */
    private final class Builder {

        private final SplittableRandom random;
        private final boolean asData;
        private final List<Column> columns = new ArrayList<>();
        private final List<Column> conditions = new ArrayList<>();
        private final Map<String, double[]> data = new HashMap<>();

        Builder(SplittableRandom random) {
            this.random = random;
            this.asData = random.nextBoolean();
            double[] isSeen = drawn("seen", i -> random.nextInt(3) == 0 ? 0 : 1);
            conditions.add(column("seen", isSeen));
            for (String name : List.of("a", "b")) {
                double[] values = drawn(
                        name,
                        i -> isSeen[i] == 0 && random.nextInt(3) > 0
                                ? Double.NaN
                                : random.nextInt(4) == 0 ? 0 : random.nextDouble(-1, 2));
                Column column = column(name, values);
                columns.add(column);
                conditions.add(column.map(t -> Tensor.of(0).lessThan(t), j -> Jet.of(0 < j.value ? 1 : 0)));
                conditions.add(column.map(t -> t.lessThan(0.8), j -> Jet.of(j.value < 0.8 ? 1 : 0)));
            }
            for (int p = 0; p < PARAMETERS; p++) {
                int index = p;
                columns.add(new Column(x.at(p).plus(Tensor.filled(0, ROWS)), (q, i) -> q[index]));
            }
            columns.add(new Column(x.gather(groups()), (q, i) -> q[i % PARAMETERS]));
        }

        private static int[] groups() {
            int[] groups = new int[ROWS];
            Arrays.setAll(groups, i -> i % PARAMETERS);
            return groups;
        }

        private double[] drawn(String name, IntToDoubleFunction element) {
            double[] values = new double[ROWS];
            Arrays.setAll(values, element);
            if (asData) {
                data.put(name, values);
            }
            return values;
        }

        private Column column(String name, double[] values) {
            Tensor tensor = asData ? Tensor.of(Node.leaf(new Data(name), Shape.of(ROWS), values)) : Tensor.of(values);
            return new Column(tensor, (q, i) -> Jet.of(values[i]));
        }

        private Column any() {
            // what was made last is what is most worth using
            int back = Math.min(random.nextInt(columns.size()), random.nextInt(columns.size()));
            return columns.get(columns.size() - 1 - back);
        }

        private Column selection(Column condition, Column ifTrue, Column ifFalse) {
            return new Column(
                    Tensor.where(condition.tensor, ifTrue.tensor, ifFalse.tensor),
                    (q, i) -> (condition.row.apply(q, i).value != 0 ? ifTrue : ifFalse).row.apply(q, i));
        }

        private Column next() {
            Column some = any();
            return switch (random.nextInt(14)) {
                case 0 ->
                    some.map(t -> t.times(0.3).exp(), j -> j.times(Jet.of(0.3)).exp());
                case 1 -> some.map(Tensor::log, Jet::log);
                case 2 -> some.map(Tensor::sqrt, Jet::sqrt);
                case 3 -> some.map(Tensor::tanh, Jet::tanh);
                case 4 -> some.map(Tensor::square, Jet::square);
                case 5 -> some.map(Tensor::reciprocal, Jet::reciprocal);
                case 6, 7, 8 -> some.with(any(), Tensor::timesElementwise, Jet::times);
                case 9 -> some.with(any(), Tensor::plus, Jet::plus);
                case 10 ->
                    new Column(
                            some.tensor
                                    .insertAxis(1)
                                    .times(x.reshape(1, PARAMETERS))
                                    .logSumExp(-1),
                            (q, i) -> logSumOfPowers(some.row.apply(q, i), q));
                default -> selection(condition(), some, any());
            };
        }

        private static Jet logSumOfPowers(Jet factor, Jet[] exponents) {
            Jet sum = Jet.of(0);
            for (Jet exponent : exponents) {
                sum = sum.plus(factor.times(exponent).exp());
            }
            return sum.log();
        }

        private Column condition() {
            Column condition = conditions.get(random.nextInt(conditions.size()));
            return random.nextInt(4) > 0
                    ? condition
                    : condition.map(t -> t.equalTo(0), j -> Jet.of(j.value == 0 ? 1 : 0));
        }

        Column build() {
            int steps = random.nextInt(3, 12);
            for (int i = 0; i < steps; i++) {
                columns.add(next());
            }
            Column zero = new Column(Tensor.of(0), (q, i) -> Jet.of(0));
            Column sum = selection(conditions.get(0), any(), zero);
            for (int terms = random.nextInt(3); terms > 0; terms--) {
                sum = sum.with(selection(condition(), any(), zero), Tensor::plus, Jet::plus);
            }
            return random.nextBoolean() ? selection(conditions.get(0), sum, zero) : sum;
        }
    }

    /** Returns the value, the gradient, and its derivative along the vector. */
    private static double[][] expected(Column model, double[] position) {
        double[][] result = {new double[1], new double[PARAMETERS], new double[PARAMETERS]};
        for (int p = 0; p < PARAMETERS; p++) {
            Jet[] parameters = new Jet[PARAMETERS];
            for (int k = 0; k < PARAMETERS; k++) {
                parameters[k] = new Jet(position[k], k == p ? 1 : 0, VECTOR[k], 0);
            }
            Jet sum = Jet.of(0);
            for (int i = 0; i < ROWS; i++) {
                sum = sum.plus(model.row.apply(parameters, i));
            }
            result[0][0] = sum.value;
            result[1][p] = sum.first;
            result[2][p] = sum.mixed;
        }
        return result;
    }

    @Test
    void areWhatALoopGives() {
        double[] position = {0.6, 0.3, 1.2};
        int tested = 0;
        for (int seed = 0; tested < MODELS; seed++) {
            Builder builder = new Builder(new SplittableRandom(seed));
            Column model = builder.build();
            double[][] expected = expected(model, position);
            if (!Arrays.stream(expected).flatMapToDouble(Arrays::stream).allMatch(v -> Math.abs(v) < 1e6)) {
                continue;
            }
            String what = "seed " + seed;
            Node sum = model.tensor.sum().node();
            Node gradient = Differentiation.gradient(sum, List.of(variable)).get(0);
            Node curvature = Differentiation.hessianVectorProduct(
                    sum, variable, Tensor.of(VECTOR).node());
            Map<String, double[]> leaves = new HashMap<>(builder.data);
            leaves.put("x", position);
            assertClose(
                    Interpreter.evaluate(List.of(sum, gradient, curvature), leaves), expected, what + ", interpreted");
            if (tested++ % EACH_COMPILED == 0) {
                assertClose(compiled(sum, position, builder.data), expected, what + ", compiled");
            }
        }
    }

    private List<double[]> compiled(Node sum, double[] position, Map<String, double[]> data) {
        Compiler compiler = new Compiler("masks");
        List<double[]> results =
                new ArrayList<>(Graphs.run(compiler.compileWithGradient(List.of(sum), variable), position, data));
        double[] both = Arrays.copyOf(position, 2 * PARAMETERS);
        System.arraycopy(VECTOR, 0, both, PARAMETERS, PARAMETERS);
        double[] curvature = Graphs.run(compiler.compileHessianVectorProduct(sum, variable), both, data)
                .get(0);
        results.add(Arrays.copyOf(curvature, PARAMETERS));
        return results;
    }

    private static void assertClose(List<double[]> results, double[][] expected, String what) {
        for (int k = 0; k < expected.length; k++) {
            Graphs.assertClose(results.get(k), expected[k], 1e-9, what + ": derivatives of order " + k);
        }
    }
}
