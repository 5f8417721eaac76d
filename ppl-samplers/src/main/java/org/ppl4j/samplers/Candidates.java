package org.ppl4j.samplers;

import java.util.random.RandomGenerator;
import org.ppl4j.math.Elementary;

/**
 * The states that a stretch of a trajectory can end in, in the order in which they were reached: each stands for as many
 * successive points, of which it is one, chosen by weight.
 *
 * <p>Memory is reused, so that adding allocates nothing but the first time.
 */
final class Candidates {
    /** More are not held: a longer trajectory has candidates that stand for more points. */
    static final int MOST = 32;

    private final Candidate[] all = new Candidate[MOST];
    private final int dimension;
    private int count;
    /** How many points the latest candidate stands for. */
    private int pointsOfLatest;

    Candidates(int dimension) {
        this.dimension = dimension;
    }

    void clear() {
        count = 0;
        pointsOfLatest = 0;
    }

    int count() {
        return count;
    }

    Candidate get(int place) {
        return all[place];
    }

    /**
     * Adds a point.
     *
     * @param pointsOfEach how many successive points one candidate stands for
     */
    void add(PhasePoint point, double energy, double logWeight, int pointsOfEach, RandomGenerator random) {
        if (count == 0 || pointsOfLatest == pointsOfEach) {
            if (all[count] == null) {
                all[count] = new Candidate(dimension);
            }
            all[count].become(point, energy, logWeight);
            count++;
            pointsOfLatest = 1;
            return;
        }
        Candidate latest = all[count - 1];
        double total = logSum(latest.logWeight, logWeight);
        if (total - logWeight < random.nextExponential()) {
            latest.become(point, energy, total);
        } else {
            latest.logWeight = total;
        }
        pointsOfLatest++;
    }

    /** Makes one of every two. */
    void pair(RandomGenerator random) {
        count /= 2;
        for (int i = 0; i < count; i++) {
            Candidate first = all[2 * i];
            Candidate second = all[2 * i + 1];
            double total = logSum(first.logWeight, second.logWeight);
            boolean isSecond = total - second.logWeight < random.nextExponential();
            Candidate chosen = isSecond ? second : first;
            chosen.logWeight = total;
            all[2 * i] = all[i];
            all[2 * i + 1] = isSecond ? first : second;
            all[i] = chosen;
        }
    }

    /** Takes over those of what comes after this stretch. */
    void append(Candidates later) {
        for (int i = 0; i < later.count; i++) {
            swap(count + i, later, i);
        }
        count += later.count;
    }

    /** Takes over those of what comes before this stretch, which were reached backwards in time. */
    void prepend(Candidates earlier) {
        int added = earlier.count;
        for (int i = count - 1; i >= 0; i--) {
            Candidate spare = all[i + added];
            all[i + added] = all[i];
            all[i] = spare;
        }
        for (int i = 0; i < added; i++) {
            swap(added - 1 - i, earlier, i);
        }
        count += added;
    }

    private void swap(int place, Candidates other, int otherPlace) {
        Candidate mine = all[place];
        all[place] = other.all[otherPlace];
        other.all[otherPlace] = mine;
    }

    /** Writes the weights, of which the largest is one. */
    void weigh(double[] weights) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, all[i].logWeight);
        }
        for (int i = 0; i < count; i++) {
            weights[i] = Elementary.exp(all[i].logWeight - largest);
        }
    }

    private static double logSum(double a, double b) {
        return Math.max(a, b) + Elementary.softplus(-Math.abs(a - b));
    }
}
