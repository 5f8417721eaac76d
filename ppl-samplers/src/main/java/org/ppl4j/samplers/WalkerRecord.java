package org.ppl4j.samplers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.ChainRecorder;

/** Takes down the draws of one walker of a chain. */
final class WalkerRecord {
    private final Target target;
    private final int walker;
    private final ChainRecorder recorder;
    private final double[] values;
    private final double[] statistics;
    private @Nullable State recorded;

    /**
     * Creates a record without draws.
     *
     * @param target what is sampled
     * @param statistics the names of what is reported of each step
     * @param draws how many draws are expected
     * @param walker which walker of the chain's states
     */
    WalkerRecord(Target target, List<String> statistics, int draws, int walker) {
        this.target = target;
        this.walker = walker;
        this.recorder = new ChainRecorder(target.variables(), statistics, draws);
        this.values =
                new double[target.variables().stream().mapToInt(v -> v.size()).sum()];
        this.statistics = new double[statistics.size()];
    }

    void record(State state, double[] report) {
        State current = state.walker(walker);
        // A rejected step leaves the values and lp as they were recorded.
        if (current != recorded) {
            statistics[0] = current.record(target, values);
            recorded = current;
        }
        System.arraycopy(report, 0, statistics, 1, report.length);
        recorder.record(values, statistics);
    }

    void tell(DrawListener listener, int chain) {
        listener.onDraw(chain, recorder.draws() - 1, values.clone(), statistics.clone());
    }

    ChainRecorder recorder() {
        return recorder;
    }
}
