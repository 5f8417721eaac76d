package org.ppl4j.ode;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.Workspace;
import org.ppl4j.graph.Data;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;
import org.ppl4j.graph.Variable;
import org.ppl4j.tensor.Tensor;

/** The right-hand side of a system as compiled code, and its Jacobian, for a number of states and of parameters. */
final class CompiledSystem {

    private final int states;
    private final int parameters;
    private final ThreadLocal<Workspace> value;
    private final ThreadLocal<Workspace> jacobian;

    private CompiledSystem(Node derivative, Node variable, int states, int parameters) {
        this.states = states;
        this.parameters = parameters;
        Compiler compiler = new Compiler("differential equation");
        value = workspaces(() -> compiler.compile(List.of(derivative), variable));
        jacobian = workspaces(() -> compiler.compileWithJacobian(derivative, variable));
    }

    private static ThreadLocal<Workspace> workspaces(Supplier<Program> program) {
        return ThreadLocal.withInitial(() -> program.get().bind(Map.of()).newWorkspace());
    }

    /** Traces a right-hand side; throws what says why it can't be. */
    static CompiledSystem of(DifferentialEquation.RightHandSide rightHandSide, int states, int parameters) {
        Node variable = Node.symbol(new Variable("system"), Shape.of(1 + states + parameters));
        Tensor all = Tensor.of(variable);
        Tensor result = rightHandSide.derivative(
                all.at(0), all.slice(1, 1 + states), all.slice(1 + states, 1 + states + parameters));
        if (result == null) {
            throw new IllegalArgumentException(
                    "the right-hand side of the differential equation returns null; return one"
                            + " derivative for each element of the state");
        }
        if (result.size() != states) {
            throw new IllegalArgumentException("the right-hand side of the differential equation has shape "
                    + result.shape() + ", but the state has " + states
                    + (states == 1 ? " element" : " elements") + "; return one derivative for each");
        }
        Node derivative = result.flatten().node();
        requireClosed(derivative, variable);
        return new CompiledSystem(derivative, variable, states, parameters);
    }

    private static void requireClosed(Node derivative, Node variable) {
        Map<Node, Boolean> seen = new IdentityHashMap<>();
        List<Node> pending = new ArrayList<>(List.of(derivative));
        while (!pending.isEmpty()) {
            Node node = pending.remove(pending.size() - 1);
            boolean isInput = node.op() instanceof Variable || node.op() instanceof Data;
            if (isInput && node != variable) {
                throw new IllegalArgumentException(
                        "the right-hand side of the differential equation uses a random value"
                                + " or a data input of the model directly; pass it among the parameters");
            }
            if (seen.put(node, true) == null) {
                pending.addAll(node.inputs());
            }
        }
    }

    int states() {
        return states;
    }

    int parameters() {
        return parameters;
    }

    /**
     * Returns the code for the calling thread. Its variable is the time, the states and the parameters. Its outputs are
     * the derivatives of the states and, if asked for, the matrix of their derivatives with respect to the variable.
     */
    Workspace workspace(boolean withJacobian) {
        return withJacobian ? jacobian.get() : value.get();
    }
}
