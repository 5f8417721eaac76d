package org.ppl4j.chains;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ppl4j.graph.LibraryFrame;
import org.ppl4j.graph.Shape;
import org.ppl4j.model.DrawSource;
import org.ppl4j.tensor.Tensor;

/** The draws of {@link Chains}, and how they are read. */
@LibraryFrame
public abstract sealed class ChainDraws implements DrawSource permits ChainEstimates {

    private final Layout layout;
    private final List<ChainColumns> chains;

    ChainDraws(Layout layout, List<ChainColumns> chains) {
        this.layout = layout;
        this.chains = List.copyOf(chains);
    }

    /** {@return the number of chains} */
    public int chainCount() {
        return chains.size();
    }

    /** {@return the number of draws every chain has: that of the shortest one} */
    public int draws() {
        return chains.stream().mapToInt(ChainColumns::draws).min().orElse(0);
    }

    /**
     * {@return the number of draws of one chain}
     *
     * @param chain the chain
     */
    public int drawsOf(int chain) {
        return columnsOf(chain).draws();
    }

    /** {@return the variables in order} */
    public List<Variable> variables() {
        return layout.variables();
    }

    /** {@return the names of the statistics in order} */
    public List<String> statistics() {
        return layout.statistics();
    }

    /**
     * {@return a copy of all draws of a number in one chain}
     *
     * @param name the name of a scalar, an element or a statistic
     * @param chain the chain
     */
    public double[] values(String name, int chain) {
        return columnsOf(chain).copy(layout.column(name), drawsOf(chain));
    }

    /**
     * {@return a copy of all draws of a number, an array a chain} Chains of unequal length give arrays of unequal length.
     *
     * @param name the name of a scalar, an element or a statistic
     */
    public double[][] values(String name) {
        int column = layout.column(name);
        return chains.stream().map(chain -> chain.copy(column, chain.draws())).toArray(double[][]::new);
    }

    /**
     * {@return what a variable is in one draw, flattened with the last index running fastest}
     *
     * @param chain the chain
     * @param draw the draw of that chain
     * @param variable the name of a variable or of an element
     */
    public double[] draw(int chain, int draw, String variable) {
        ChainColumns columns = columnsOf(chain);
        if (draw < 0 || draw >= columns.draws()) {
            throw new IndexOutOfBoundsException("Draw " + draw + " does not exist: chain " + chain + " has "
                    + columns.draws() + " draws, counted from 0.");
        }
        return Arrays.stream(layout.columnsOf(layout.variable(variable).name()))
                .mapToDouble(column -> columns.at(column, draw))
                .toArray();
    }

    /** {@return the number of draws of all chains together} */
    @Override
    public int drawCount() {
        return IntStream.range(0, chainCount()).map(this::drawsOf).sum();
    }

    /**
     * {@return the values of the variables at one draw, the draws of all chains counted one chain after the other}
     *
     * @param index which draw, from 0
     */
    @Override
    public Map<String, Tensor> draw(int index) {
        if (index < 0 || index >= drawCount()) {
            throw new IndexOutOfBoundsException("Draw " + index + " does not exist: the chains have " + drawCount()
                    + " draws together, counted from 0.");
        }
        int chain = 0;
        int within = index;
        while (within >= drawsOf(chain)) {
            within -= drawsOf(chain++);
        }
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Variable variable : variables()) {
            Shape shape = Shape.of(
                    variable.shape().stream().mapToInt(Integer::intValue).toArray());
            values.put(variable.name(), Tensor.of(shape, draw(chain, within, variable.name())));
        }
        return values;
    }

    double at(int chain, int draw, int column) {
        return chains.get(chain).at(column, draw);
    }

    Layout layout() {
        return layout;
    }

    /** Returns the columns of each chain. */
    List<ChainColumns> columns() {
        return chains;
    }

    private ChainColumns columnsOf(int chain) {
        if (chain < 0 || chain >= chains.size()) {
            throw new IndexOutOfBoundsException(
                    "Chain " + chain + " does not exist: there are " + chains.size() + " chains, counted from 0.");
        }
        return chains.get(chain);
    }

    /** Returns all draws of a number, chain after chain. */
    double[] pooled(String name) {
        return ChainArrays.pooled(values(name));
    }

    double[][] common(int column) {
        int length = draws();
        return chains.stream().map(chain -> chain.copy(column, length)).toArray(double[][]::new);
    }

    double[] pooled(int column) {
        return ChainArrays.pooled(common(column));
    }
}
