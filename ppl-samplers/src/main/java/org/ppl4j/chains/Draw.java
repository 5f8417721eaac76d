package org.ppl4j.chains;

/** One draw, singled out by the value of a statistic or a variable. */
public final class Draw {

    private final ChainDraws chains;
    private final int chain;
    private final int index;
    private final double value;

    Draw(ChainDraws chains, int chain, int index, double value) {
        this.chains = chains;
        this.chain = chain;
        this.index = index;
        this.value = value;
    }

    /** {@return the number of the chain, from 0} */
    public int chain() {
        return chain;
    }

    /** {@return the place of the draw in its chain, from 0} */
    public int index() {
        return index;
    }

    /** {@return the value the draw was singled out by} */
    public double value() {
        return value;
    }

    /**
     * {@return what a variable is in this draw, flattened with the last index running fastest}
     *
     * @param variable the name of a variable or of an element
     */
    public double[] value(String variable) {
        return chains.draw(chain, index, variable);
    }

    @Override
    public String toString() {
        return "Draw " + index + " of chain " + chain + ": " + value;
    }
}
