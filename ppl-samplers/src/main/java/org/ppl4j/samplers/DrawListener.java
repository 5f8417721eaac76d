package org.ppl4j.samplers;

/** Is told of each recorded draw while sampling goes on, on the thread of its chain: several may call at once. */
@FunctionalInterface
public interface DrawListener {

    /**
     * Takes a draw. The arrays are the listener's to keep. An exception stops the run.
     *
     * @param chain the chain, from 0
     * @param draw the draw within the chain, from 0
     * @param values the values of the target's variables
     * @param statistics {@code lp} and the sampler's statistics
     */
    void onDraw(int chain, int draw, double[] values, double[] statistics);
}
