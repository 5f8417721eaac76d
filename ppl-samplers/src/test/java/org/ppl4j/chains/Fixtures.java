package org.ppl4j.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small chains with a scalar, a matrix and two statistics. */
final class Fixtures {

    static final List<Variable> VARIABLES = List.of(Variable.scalar("alpha"), Variable.of("w", 2, 3));
    static final List<String> STATISTICS = List.of("lp", "diverging");

    private Fixtures() {}

    /**
     * Returns recorders, one for each length given. In draw d of chain c, alpha is 100 c + d, element e of w is
     * 1000 e + 100 c + d, lp is -d, and every third draw diverges.
     */
    static List<ChainRecorder> recorders(int... lengths) {
        List<ChainRecorder> recorders = new ArrayList<>();
        for (int chain = 0; chain < lengths.length; chain++) {
            ChainRecorder recorder = new ChainRecorder(VARIABLES, STATISTICS, 2);
            for (int draw = 0; draw < lengths[chain]; draw++) {
                double[] values = new double[7];
                for (int place = 0; place < values.length; place++) {
                    values[place] = 1000 * Math.max(0, place - 1) + 100 * chain + draw;
                }
                recorder.record(values, new double[] {-draw, draw % 3 == 2 ? 1 : 0});
            }
            recorders.add(recorder);
        }
        return recorders;
    }

    static Chains chains(int... lengths) {
        return Chains.of(recorders(lengths), true, List.of());
    }

    /** Returns four chains of normal draws, the same for every call. */
    static Chains normal(int elements, int draws) {
        Random random = new Random(20_260_101);
        List<ChainRecorder> recorders = new ArrayList<>();
        for (int chain = 0; chain < 4; chain++) {
            ChainRecorder recorder = new ChainRecorder(List.of(Variable.of("theta", elements)), List.of("lp"), draws);
            for (int draw = 0; draw < draws; draw++) {
                recorder.record(
                        random.doubles(elements, -1, 1).map(u -> u * u * u).toArray(),
                        new double[] {random.nextDouble()});
            }
            recorders.add(recorder);
        }
        return Chains.of(recorders, true, List.of());
    }
}
