package org.ppl4j.samplers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.chains.Divergence;

/** The first divergences of a chain's draws. More than these are counted, but not kept. */
final class KeptDivergences {
    private static final int MOST = 1000;
    private static final int MOST_COORDINATES = 500 * MOST;
    private static final int FEWEST = 10;

    private final List<Divergence> kept = new ArrayList<>();
    private final int most;

    KeptDivergences(int dimension) {
        most = Math.min(MOST, Math.max(FEWEST, MOST_COORDINATES / dimension));
    }

    /** Keeps one if there is one, and room for it. */
    void add(@Nullable Divergence divergence) {
        if (divergence != null && kept.size() < most) {
            kept.add(divergence);
        }
    }

    /** Returns a view of them. */
    List<Divergence> list() {
        return Collections.unmodifiableList(kept);
    }
}
