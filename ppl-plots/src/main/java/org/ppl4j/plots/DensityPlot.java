package org.ppl4j.plots;

import java.util.List;

/**
 * Draws kernel estimates of each quantity's density, a curve a chain, a panel a quantity: do the chains agree?
 *
 * <p>The axis leaves out a four-hundredth of the draws at each end. Curves end at a chain's extreme draws. A chain that did
 * not move is a narrow peak. More than seven chains repeat
 * colours and have no key.
 *
 * <p>Immutable: each setting returns a copy.
 */
public final class DensityPlot {

    private final List<ScalarDraws> quantities;
    private final String title;
    private final int columns;

    private DensityPlot(List<ScalarDraws> quantities, String title, int columns) {
        this.quantities = quantities;
        this.title = title;
        this.columns = columns;
    }

    /**
     * Returns a plot of quantities, two panels a row.
     *
     * @param quantities the quantities, a panel each
     */
    public static DensityPlot of(List<ScalarDraws> quantities) {
        ScalarDraws.requireAlike("A density plot", quantities);
        return new DensityPlot(List.copyOf(quantities), "", Math.min(2, quantities.size()));
    }

    /**
     * Returns a plot of quantities, two panels a row.
     *
     * @param quantities the quantities, a panel each
     */
    public static DensityPlot of(ScalarDraws... quantities) {
        return of(List.of(quantities));
    }

    /**
     * Returns a copy with a title.
     *
     * @param newTitle the text above the picture
     */
    public DensityPlot title(String newTitle) {
        return new DensityPlot(quantities, newTitle, columns);
    }

    /**
     * Returns a copy with another number of panels in a row.
     *
     * @param newColumns how many, from 1 to 6
     */
    public DensityPlot columns(int newColumns) {
        Check.columns(newColumns);
        return new DensityPlot(quantities, title, newColumns);
    }

    /** Returns the picture. */
    public Picture picture() {
        return PanelGrid.picture(
                title,
                quantities.stream().map(ChainPanels::density).toList(),
                columns,
                quantities.get(0).chains());
    }
}
