package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws, for each quantity, the trace of its chains on the left and their densities on the right: the first look at a
 * run.
 *
 * <p>Immutable: each setting returns a copy.
 *
 * @see TracePlot
 * @see DensityPlot
 */
public final class TraceAndDensity {

    private final List<ScalarDraws> quantities;
    private final String title;

    private TraceAndDensity(List<ScalarDraws> quantities, String title) {
        this.quantities = quantities;
        this.title = title;
    }

    /**
     * Returns a plot of quantities, a row each.
     *
     * @param quantities the quantities
     */
    public static TraceAndDensity of(List<ScalarDraws> quantities) {
        ScalarDraws.requireAlike("A trace and density plot", quantities);
        return new TraceAndDensity(List.copyOf(quantities), "");
    }

    /**
     * Returns a plot of quantities, a row each.
     *
     * @param quantities the quantities
     */
    public static TraceAndDensity of(ScalarDraws... quantities) {
        return of(List.of(quantities));
    }

    /**
     * Returns a copy with a title.
     *
     * @param newTitle the text above the picture
     */
    public TraceAndDensity title(String newTitle) {
        return new TraceAndDensity(quantities, newTitle);
    }

    /** Returns the picture. */
    public Picture picture() {
        List<Map<String, Object>> panels = new ArrayList<>();
        for (ScalarDraws quantity : quantities) {
            panels.add(ChainPanels.trace(quantity));
            panels.add(ChainPanels.density(quantity));
        }
        return PanelGrid.picture(title, panels, 2, quantities.get(0).chains());
    }
}
