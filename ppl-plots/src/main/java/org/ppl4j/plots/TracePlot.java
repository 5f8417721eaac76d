package org.ppl4j.plots;

import java.util.List;

/**
 * Draws each quantity's draws in their order, a line a chain, a panel a quantity: do the chains move alike?
 *
 * <p>Of a long chain only the draws that show are handed on, as the extremes of each column of pixels. More than seven chains repeat
 * colours and have no key.
 *
 * <p>Immutable: each setting returns a copy.
 */
public final class TracePlot {

    private final List<ScalarDraws> quantities;
    private final String title;
    private final int columns;

    private TracePlot(List<ScalarDraws> quantities, String title, int columns) {
        this.quantities = quantities;
        this.title = title;
        this.columns = columns;
    }

    /**
     * Returns a plot of quantities, two panels a row.
     *
     * @param quantities the quantities, a panel each
     */
    public static TracePlot of(List<ScalarDraws> quantities) {
        ScalarDraws.requireAlike("A trace plot", quantities);
        return new TracePlot(List.copyOf(quantities), "", Math.min(2, quantities.size()));
    }

    /**
     * Returns a plot of quantities, two panels a row.
     *
     * @param quantities the quantities, a panel each
     */
    public static TracePlot of(ScalarDraws... quantities) {
        return of(List.of(quantities));
    }

    /**
     * Returns a copy with a title.
     *
     * @param newTitle the text above the picture
     */
    public TracePlot title(String newTitle) {
        return new TracePlot(quantities, newTitle, columns);
    }

    /**
     * Returns a copy with another number of panels in a row.
     *
     * @param newColumns how many, from 1 to 6
     */
    public TracePlot columns(int newColumns) {
        Check.columns(newColumns);
        return new TracePlot(quantities, title, newColumns);
    }

    /** Returns the picture. */
    public Picture picture() {
        return PanelGrid.picture(
                title,
                quantities.stream().map(ChainPanels::trace).toList(),
                columns,
                quantities.get(0).chains());
    }
}
