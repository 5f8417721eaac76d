package org.ppl4j.samplers;

import java.util.random.RandomGenerator;

/**
 * Chooses the next one of some weighted places in a row, about half the row away from the present one.
 *
 * <p>The weights are laid out side by side around a circle. A uniform number in the present weight is moved on by a part of the
 * circle, or by as much back, and lands in the next one. Turning a circle changes no lengths, and turning it forwards is as
 * likely as backwards: so the weights are those of the stationary distribution, in detailed balance.
 *
 * <p>Of many places the next one is any of the half that the present one is not in, by weight; if that half weighs less, now and
 * then one of the same half.
 *
 * <p>After H. Suwa and S. Todo, "Markov chain Monte Carlo method without detailed balance", Physical Review Letters 105,
 * 2010, who shift by the largest weight.
 */
final class Shift {
    /**
     * Half would be farthest. But where a target is nearly normal, half a trajectory of 8 points is nearly half a period: then
     * coordinates change their signs, and their sizes never.
     */
    private static final double PART = 0.38;

    /** Of few coordinates, near-normal targets have shorter trajectories than of 8 points. Others gain by a larger part. */
    private static final int FEW_COORDINATES = 15;

    private static final double PART_OF_FEW_COORDINATES = 0.4;

    /** Half a trajectory of so few points is less of a period. */
    private static final int FEW = 4;

    private static final double PART_OF_FEW = 0.42;

    /** A trajectory of so many points is long for a coordinate that is slow: what counts there is the mean square of ways. */
    private static final int MANY = 16;

    private Shift() {}

    /**
     * Returns the next place.
     *
     * @param count how many places there are, a power of two
     * @param dimension how many coordinates the points in the places have
     */
    static int next(double[] weights, int count, int from, int dimension, RandomGenerator random) {
        if (count >= MANY) {
            return inOtherHalf(weights, count, from, random);
        }
        double ofMore = dimension <= FEW_COORDINATES ? PART_OF_FEW_COORDINATES : PART;
        double part = count <= FEW ? PART_OF_FEW : ofMore;
        boolean forwards = random.nextBoolean();
        return next(weights, count, from, random.nextDouble(), forwards ? part : 1 - part);
    }

    /**
     * Returns the next place.
     *
     * @param within where in the present weight to begin, from 0 to 1
     * @param part by what part of the circle to move on
     */
    static int next(double[] weights, int count, int from, double within, double part) {
        double total = sum(weights, 0, count);
        double goal = sum(weights, 0, from) + within * weights[from] + part * total;
        return place(weights, 0, count, goal < total ? goal : goal - total);
    }

    /**
     * Moves to the other half with the smaller one of one and the ratio of its weight to that of the present one; otherwise
     * the present half is halved in turn.
     */
    private static int inOtherHalf(double[] weights, int count, int from, RandomGenerator random) {
        int start = 0;
        for (int half = count / 2; half > 0; half /= 2) {
            double first = sum(weights, start, start + half);
            double second = sum(weights, start + half, start + 2 * half);
            boolean isSecond = from >= start + half;
            double other = isSecond ? first : second;
            int startOfOther = isSecond ? start : start + half;
            if (random.nextDouble() * (isSecond ? second : first) < other) {
                return place(weights, startOfOther, startOfOther + half, random.nextDouble() * other);
            }
            start = isSecond ? start + half : start;
        }
        return from;
    }

    private static double sum(double[] weights, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += weights[i];
        }
        return sum;
    }

    /** Returns the place in whose weight a sum of weights ends. */
    private static int place(double[] weights, int from, int to, double goal) {
        int place = from;
        double end = weights[from];
        while (place < to - 1 && goal >= end) {
            place++;
            end += weights[place];
        }
        return place;
    }
}
