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
    private final List<String> notes;
    private final Form gradient = new Form(What.GRADIENT);
    private final Form value = new Form(What.VALUE);
    private final Form record = new Form(What.RECORD);
    private final Form curvature = new Form(What.CURVATURE);
    private volatile @Nullable List<String> called;

    /**
     * Creates a density; compiles nothing yet.
     *
     * @param traced its graph
     * @param compiler compiles the graph, and remembers it for others of the same model
     * @param data the values of the named data inputs
     */
    public CompiledDensity(TracedDensity traced, Compiler compiler, Map<String, double[]> data) {
        this(traced, compiler, data, List.of());
    }

    /**
     * Creates a density; compiles nothing yet.
     *
     * @param traced its graph
     * @param compiler compiles the graph, and remembers it for others of the same model
     * @param data the values of the named data inputs
     * @param notes what was done to the graph before, a line each
     */
    public CompiledDensity(TracedDensity traced, Compiler compiler, Map<String, double[]> data, List<String> notes) {
        this.traced = traced;
        this.compiler = compiler;
        this.data = Map.copyOf(data);
        this.notes = List.copyOf(notes);
    }

    @Override
    public int dimension() {
        return traced.variable().size();
    }

    @Override
    public double logDensity(double[] position) {
        Lengths.requirePosition(position, dimension());
        return value.run(position).output(0)[0];
    }

    @Override
    public double logDensityAndGradient(double[] position, double[] gradientOut) {
        Lengths.requirePosition(position, dimension());
        Lengths.requireGradient(gradientOut, dimension());
        Workspace workspace = gradient.workspace();
        workspace.runInto(position, gradientOut);
        return workspace.output(0)[0];
    }

    @Override
    public void hessianVectorProduct(double[] position, double[] vector, double[] product) {
        Lengths.requirePosition(position, dimension());
        Lengths.requireVectors(vector, product, dimension());
        if (!calledFunctions().isEmpty()) {
            GradientDifferences.product(this, position, vector, product);
            return;
        }
        System.arraycopy(curvature.run(position, vector).output(0), 0, product, 0, product.length);
    }

    @Override
    public Components components(double[] position) {
        Lengths.requirePosition(position, dimension());
        Workspace workspace = value.run(position);
        return new Components(
                workspace.output(1)[0], workspace.output(2)[0], workspace.output(3)[0]);
    }

    @Override
    public double record(double[] position, double[] values) {
        return record(position, logDensity(position), values);
    }

    @Override
    public double record(double[] position, double logDensity, double[] values) {
        Lengths.requirePosition(position, dimension());
        Workspace workspace = record.run(position);
        int at = 0;
        for (int i = 0; i < traced.recorded().size(); i++) {
            double[] part = workspace.output(1 + i);
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return logDensity - workspace.output(0)[0];
    }

    /** Says in words what the compiled gradient does, a line a unit. */
    public String explain() {
        List<String> all = new ArrayList<>(notes);
        for (String name : calledFunctions()) {
            all.add("second derivatives are differences of gradients, since the function \"" + name
                    + "\" is known by its value and first derivative only");
        }
        return program(What.GRADIENT).explain(all);
    }

    /** Returns the name of a function without second derivatives that is called; nothing if there is none. */
    private List<String> calledFunctions() {
        List<String> known = called;
        if (known == null) {
            known = GradientDifferences.calledFunction(total(), traced.variable()).stream()
                    .toList();
            called = known;
        }
        return known;
    }

    /** Compiles the gradient now rather than at its first use. */
    public void compileGradient() {
        gradient.bound();
    }

    /** Compiles what is recorded now rather than at its first use. */
    public void compileRecord() {
        record.bound();
    }

    private Node total() {
        return Nodes.add(Nodes.add(traced.logPrior(), traced.logLikelihood()), traced.logJacobian());
    }

    /** Returns a program; of the graph as it is if the compiler fails on it. */
    private Program program(What what) {
        try {
            return program(what, compiler);
        } catch (RuntimeException | StackOverflowError failure) {
            Compiler plain = compiler.withoutOptimizations(failure);
            try {
                Program program = program(what, plain);
                plain.sayWhy(failure);
                return program;
            } catch (RuntimeException | StackOverflowError again) {
                throw failure;
            }
        }
    }

    private Program program(What what, Compiler by) {
        return switch (what) {
            case GRADIENT -> by.compileWithGradient(List.of(total()), traced.variable());
            case VALUE ->
                by.compile(
                        List.of(total(), traced.logPrior(), traced.logLikelihood(), traced.logJacobian()),
                        traced.variable());
            case RECORD -> {
                List<Node> outputs = new ArrayList<>(List.of(traced.logJacobian()));
                outputs.addAll(traced.recorded());
                yield by.compile(outputs, traced.variable());
            }
            case CURVATURE -> by.compileHessianVectorProduct(total(), traced.variable());
        };
    }

    /** What a program computes. */
    private enum What {
        GRADIENT,
        VALUE,
        RECORD,
        CURVATURE
    }

    /** One of the programs, with a workspace for each thread that runs it. */
    private final class Form {

        private final What what;
        private final ThreadLocal<Workspace> workspaces = ThreadLocal.withInitial(this::newWorkspace);
        private volatile Program.@Nullable Bound bound;

        /** A thread's workspace that is found without a look-up; read and written without order, as all in it is final. */
        private @Nullable Workspace favourite;

        Form(What what) {
            this.what = what;
        }

        Workspace run(double[] position) {
            Workspace workspace = workspace();
            workspace.run(position);
            return workspace;
        }

        Workspace run(double[] position, double[] vector) {
            Workspace workspace = workspace();
            workspace.run(position, vector);
            return workspace;
        }

        Workspace workspace() {
            Workspace known = favourite;
            if (known != null && known.owner() == Thread.currentThread()) {
                return known;
            }
            Workspace own = workspaces.get();
            if (known == null || !known.owner().isAlive()) {
                favourite = own;
            }
            return own;
        }

        private Workspace newWorkspace() {
            return bound().newWorkspace();
        }

        private synchronized Program.Bound bound() {
            Program.Bound known = bound;
            if (known == null) {
                known = program(what).bind(data);
                bound = known;
            }
            return known;
        }
    }
}
