package org.ppl4j.compile.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.GroupSum;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Reshape;
import org.ppl4j.graph.Shape;

/**
 * Rows divided into groups.
 *
 * @param labels the group of each row, from 0
 * @param count the number of groups
 */
public record Partition(Indices labels, int count) {

    /** Returns all rows in one group. */
    public static Partition whole(int rows) {
        return new Partition(Indices.range(rows, 0, 0), 1);
    }

    /** Returns the rows grouped by the values that they have, or null if there are more of these than a number. */
    public static @Nullable Partition byValue(double[] values, int most) {
        return by(row -> values[row], values.length, most);
    }

    /** Returns the rows grouped by something that they have, or null if there are more of these than a number. */
    public static @Nullable Partition by(IntFunction<Object> of, int rows, int most) {
        Map<Object, Integer> known = new HashMap<>();
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            Integer label = known.putIfAbsent(of.apply(row), known.size());
            labels[row] = label == null ? known.size() - 1 : label;
            if (known.size() > most) {
                return null;
            }
        }
        return new Partition(Indices.of(labels), known.size());
    }

    /** Returns the rows grouped by what they pick, or null if that are more elements than a number. */
    public static @Nullable Partition of(Indices picks, int most) {
        return by(picks::at, picks.size(), most);
    }

    /** Returns the rows of each group. */
    public List<Indices> rowsOfEach() {
        List<Indices> result = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            int label = group;
            result.add(Indices.of(IntStream.range(0, rows())
                    .filter(row -> labels.at(row) == label)
                    .toArray()));
        }
        return result;
    }

    /** Returns the first row of each group. */
    public Indices firstRows() {
        int[] first = new int[count];
        for (int i = rows() - 1; i >= 0; i--) {
            first[labels.at(i)] = i;
        }
        return Indices.of(first);
    }

    public int rows() {
        return labels.size();
    }

    /** Returns the partition into the groups that both make, or null if there are fewer than two rows a group. */
    @Nullable
    public Partition with(Partition other) {
        if (other.count == 1 || equals(other)) {
            return this;
        }
        if (count == 1) {
            return other;
        }
        Map<Long, Integer> known = new HashMap<>();
        int[] joint = new int[rows()];
        for (int i = 0; i < joint.length; i++) {
            long pair = (long) labels.at(i) * other.count + other.labels.at(i);
            Integer label = known.get(pair);
            if (label == null) {
                label = known.size();
                known.put(pair, label);
                if (2L * known.size() > joint.length) {
                    return null;
                }
            }
            joint[i] = label;
        }
        return new Partition(Indices.of(joint), known.size());
    }

    /** Returns, for each group, the group of a coarser partition that it lies in. */
    public Indices within(Partition coarser) {
        int[] result = new int[count];
        for (int i = 0; i < rows(); i++) {
            result[labels.at(i)] = coarser.labels.at(i);
        }
        return Indices.of(result);
    }

    /** Returns the number of rows in each group. */
    public double[] sizes() {
        double[] sizes = new double[count];
        for (int i = 0; i < rows(); i++) {
            sizes[labels.at(i)]++;
        }
        return sizes;
    }

    /** Returns the shape of a number for each group: a scalar if there is one. */
    public Shape shape() {
        return count == 1 ? Shape.SCALAR : Shape.of(count);
    }

    /**
     * Returns the sums of data over the groups, in twice the precision.
     *
     * @param data an element for each row
     */
    public Node sums(Node data, Simplifier simplifier) {
        return simplifier.make(new Reshape(shape()), simplifier.make(new GroupSum(labels, count), data));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Partition that && count == that.count && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, count);
    }
}
