package org.ppl4j.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ppl4j.compile.emit.InterpretedComputation;
import org.ppl4j.compile.emit.Interpreter;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;
import org.ppl4j.compile.vector.VectorLoops;
import org.ppl4j.compile.vector.VectorModule;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;

/** What tests of compiled graphs share: compile, and compare with the interpreter and with finite differences. */
public final class Graphs {

    private Graphs() {}

    public static Node variable(int size) {
        return Node.symbol(new Variable("x"), Shape.of(size));
    }

    /** Returns the graph that a program computes, after the passes. */
    public static List<Node> outputs(Program program) {
        return program.outputs();
    }

    public static Schedule schedule(Program program) {
        return program.schedule();
    }

    public static Layout layout(Program program) {
        return program.layout();
    }

    /** Returns part of a variable, in a shape. */
    public static Node part(Node variable, int offset, Shape shape) {
        return Nodes.take(variable, shape, Indices.range(shape.size(), offset, 1));
    }

    /**
     * Returns outputs of the compiled program, after checking that the interpreter, and the SIMD form if this JVM has the
     * module for it, give the same bits.
     */
    public static List<double[]> run(Program program, double[] position, Map<String, double[]> data) {
        Workspace workspace = program.bind(data).newWorkspace();
        workspace.run(position);
        Map<String, double[]> leaves = new java.util.HashMap<>(data);
        leaves.put("x", position);
        List<double[]> interpreted = Interpreter.evaluate(program.outputs(), leaves);
        List<double[]> results = new ArrayList<>();
        for (int i = 0; i < interpreted.size(); i++) {
            assertSameBits(workspace.output(i), interpreted.get(i), "output " + i);
            results.add(workspace.output(i).clone());
        }
        boolean hasCode = !(program.forms().scalar() instanceof InterpretedComputation);
        if (hasCode && VectorModule.isPresent() && VectorLoops.isWorthwhile(program.schedule())) {
            assertVectorsGiveTheSame(program, position, data, VectorModule.lanes(), results);
        }
        return results;
    }

    /** Checks that the SIMD form gives some outputs' bits. */
    public static void assertVectorsGiveTheSame(
            Program program, double[] position, Map<String, double[]> data, int lanes, List<double[]> expected) {
        Workspace workspace = program.bind(data).newWorkspace();
        workspace.run(program.forms().vectorForm(lanes), position);
        for (int i = 0; i < expected.size(); i++) {
            assertSameBits(workspace.output(i), expected.get(i), "SIMD, " + lanes + " lanes, output " + i);
        }
    }

    public static void assertSameBits(double[] actual, double[] expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat(Double.doubleToLongBits(actual[k]))
                    .as("%s[%d]: got %s, expected %s", what, k, actual[k], expected[k])
                    .isEqualTo(Double.doubleToLongBits(expected[k]));
        }
    }

    public static void assertClose(double[] actual, double[] expected, double relative, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            if (Double.isFinite(expected[k])) {
                assertThat(Math.abs(actual[k] - expected[k]))
                        .as("%s[%d]: %s against %s", what, k, actual[k], expected[k])
                        .isLessThanOrEqualTo(relative * Math.max(1, Math.abs(expected[k])));
            } else {
                assertThat(Double.valueOf(actual[k])).as("%s[%d]", what, k).isEqualTo(Double.valueOf(expected[k]));
            }
        }
    }

    /** Returns the value of a scalar of one variable, op by op, without any pass. */
    public static double plain(Node scalar, double[] position) {
        return plain(scalar, position, Map.of());
    }

    private static double plain(Node scalar, double[] position, Map<String, double[]> data) {
        Map<String, double[]> leaves = new java.util.HashMap<>(data);
        leaves.put("x", position);
        return Interpreter.evaluate(List.of(scalar), leaves).get(0)[0];
    }

    /** Returns the central finite differences of a scalar, op by op, without any pass. */
    public static double[] finiteDifferences(Node scalar, double[] position) {
        return finiteDifferences(scalar, position, Map.of());
    }

    public static double[] finiteDifferences(Node scalar, double[] position, Map<String, double[]> data) {
        double[] result = new double[position.length];
        for (int i = 0; i < position.length; i++) {
            double step = 1e-5 * Math.max(1, Math.abs(position[i]));
            double[] moved = position.clone();
            moved[i] = position[i] + step;
            double above = plain(scalar, moved, data);
            moved[i] = position[i] - step;
            result[i] = (above - plain(scalar, moved, data)) / (2 * step);
        }
        return result;
    }
}
