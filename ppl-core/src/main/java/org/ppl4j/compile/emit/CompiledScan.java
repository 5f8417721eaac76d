package org.ppl4j.compile.emit;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Op;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.Shape;

/**
 * A scan with its code. Its operands are read in place: where one of them is a slice of a larger tensor, that tensor is the
 * operand here. Interpreted, it is the scan.
 *
 * <p>The code's memory is the operands, then the result.
 */
public final class CompiledScan implements Op {

    private final Scan scan;
    private final List<Indices> places;
    private final Supplier<Computation> code;
    private final String form;

    /**
     * Creates an operation.
     *
     * @param scan what it computes
     * @param places for each operand of the scan where its elements are in that of this operation
     * @param code gives code for one thread at a time
     * @param form what the code looks like, in words
     */
    public CompiledScan(Scan scan, List<Indices> places, Supplier<Computation> code, String form) {
        this.scan = scan;
        this.places = List.copyOf(places);
        this.code = code;
        this.form = form;
    }

    Scan scan() {
        return scan;
    }

    Computation newCode() {
        return code.get();
    }

    @Override
    public String name() {
        return "recurrence of " + scan.steps() + (scan.backwards() ? " steps back" : " steps") + ", " + form;
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        int size = scan.offset(scan.body().outputs().size());
        return Shape.of(size);
    }

    @Override
    public void evaluate(Node node, double[][] inputs, double[] output) {
        double[][] operands = new double[inputs.length][];
        for (int k = 0; k < operands.length; k++) {
            Indices picked = places.get(k);
            operands[k] = new double[picked.size()];
            for (int i = 0; i < picked.size(); i++) {
                operands[k][i] = inputs[k][picked.at(i)];
            }
        }
        scan.evaluate(node, operands, output);
    }

    @Override
    public List<@Nullable Node> vectorJacobianProduct(Node node, Node adjoint) {
        throw new IllegalStateException("A graph is differentiated before code is made of it.");
    }
}
