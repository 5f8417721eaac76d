package org.ppl4j.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.Compiler;
import org.ppl4j.compile.Program;
import org.ppl4j.compile.Workspace;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;

/** A log density as compiled code. Each form is compiled at its first use; an evaluation allocates nothing. */
public final class CompiledDensity implements ComponentDensity {

    private final TracedDensity traced;
    private final Compiler compiler;
    private final Map<String, double[]> data;
    private final Form gradient = new Form(true, false);
    private final Form value = new Form(false, false);
    private final Form record = new Form(false, true);

    /**
     * Creates a density; compiles nothing yet.
     *
     * @param traced its graph
     * @param compiler compiles the graph, and remembers it for others of the same model
     * @param data the values of the named data inputs
     */
    public CompiledDensity(TracedDensity traced, Compiler compiler, Map<String, double[]> data) {
        this.traced = traced;
        this.compiler = compiler;
        this.data = Map.copyOf(data);
    }

    @Override
    public int dimension() {
        return traced.variable().size();
    }

    @Override
    public double logDensity(double[] position) {
        return value.run(position).output(0)[0];
    }

    @Override
    public double logDensityAndGradient(double[] position, double[] gradientOut) {
        Lengths.requireGradient(gradientOut, dimension());
        Workspace workspace = gradient.run(position);
        System.arraycopy(workspace.output(1), 0, gradientOut, 0, gradientOut.length);
        return workspace.output(0)[0];
    }

    @Override
    public Components components(double[] position) {
        Workspace workspace = value.run(position);
        return new Components(
                workspace.output(1)[0], workspace.output(2)[0], workspace.output(3)[0]);
    }

    @Override
    public double record(double[] position, double[] values) {
        Workspace workspace = record.run(position);
        int at = 0;
        for (int i = 0; i < traced.recorded().size(); i++) {
            double[] part = workspace.output(4 + i);
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return workspace.output(1)[0] + workspace.output(2)[0];
    }

    /** Says in words what the compiled gradient does, a line a unit. */
    public String explain() {
        return gradient.program().explain();
    }

    /** Compiles the gradient now rather than at its first use. */
    public void compileGradient() {
        gradient.bound();
    }

    /** One of the programs, with a workspace for each thread that runs it. */
    private final class Form {

        private final boolean withGradient;
        private final boolean withRecord;
        private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(this::newWorkspace);
        private volatile Program.@Nullable Bound bound;

        Form(boolean withGradient, boolean withRecord) {
            this.withGradient = withGradient;
            this.withRecord = withRecord;
        }

        Workspace run(double[] position) {
            Lengths.requirePosition(position, dimension());
            Workspace workspace = workspaces.get();
            workspace.run(position);
            return workspace;
        }

        private Workspace newWorkspace() {
            return bound().newWorkspace();
        }

        private synchronized Program.Bound bound() {
            Program.Bound known = bound;
            if (known == null) {
                known = program().bind(data);
                bound = known;
            }
            return known;
        }

        Program program() {
            Node joint = Nodes.add(traced.logPrior(), traced.logLikelihood());
            List<Node> outputs = new ArrayList<>();
            outputs.add(Nodes.add(joint, traced.logJacobian()));
            if (!withGradient) {
                outputs.addAll(List.of(traced.logPrior(), traced.logLikelihood(), traced.logJacobian()));
            }
            if (withRecord) {
                outputs.addAll(traced.recorded());
            }
            return withGradient
                    ? compiler.compileWithGradient(outputs, traced.variable())
                    : compiler.compile(outputs, traced.variable());
        }
    }
}
