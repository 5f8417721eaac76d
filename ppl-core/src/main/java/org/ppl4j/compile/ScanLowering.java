package org.ppl4j.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.ClassFiles;
import org.ppl4j.compile.emit.CompiledScan;
import org.ppl4j.compile.emit.Computation;
import org.ppl4j.compile.emit.Dump;
import org.ppl4j.compile.emit.GeneratedLoader;
import org.ppl4j.compile.emit.LineNumbers;
import org.ppl4j.compile.emit.ScanEmitter;
import org.ppl4j.compile.emit.StackCode;
import org.ppl4j.compile.rewrite.Access;
import org.ppl4j.compile.rewrite.Interner;
import org.ppl4j.compile.rewrite.Simplifier;
import org.ppl4j.compile.scan.Recurrences;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.NodeMap;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** Gives the scans of a graph, the last thing before it is scheduled, their code. */
final class ScanLowering {

    private static final System.Logger LOGGER = System.getLogger(ScanLowering.class.getName());

    private final String name;
    private final UnaryOperator<List<Node>> optimizer;
    private final Interner interner;

    private ScanLowering(String name, UnaryOperator<List<Node>> optimizer, Interner interner) {
        this.name = name;
        this.optimizer = optimizer;
        this.interner = interner;
    }

    /**
     * Returns a graph whose scans have code. If none can be made for one of them, a warning says so and it stays as it is.
     *
     * @param name the model's name, for generated classes
     * @param roots the graph
     * @param optimizer what the bodies go through
     */
    static List<Node> apply(String name, List<Node> roots, UnaryOperator<List<Node>> optimizer, Interner interner) {
        List<Node> order = Topology.sort(roots);
        if (!Recurrences.areAmong(order)) {
            return roots;
        }
        ScanLowering lowering = new ScanLowering(name, optimizer, interner);
        NodeMap<Node> results = new NodeMap<>();
        for (Node node : order) {
            if (node.inputs().isEmpty()) {
                results.put(node, interner.intern(node));
                continue;
            }
            List<Node> inputs = Simplifier.mapped(node.inputs(), results);
            Node result = node.op() instanceof Scan scan ? lowering.lowered(scan, inputs) : null;
            if (result == null) {
                result = Node.of(node.op(), inputs);
            }
            result.noteOrigin(node.origin());
            results.put(node, interner.intern(result));
        }
        return Simplifier.mapped(roots, results);
    }

    private @Nullable Node lowered(Scan scan, List<Node> operands) {
        List<Node> bases = new ArrayList<>();
        List<Indices> places = new ArrayList<>();
        for (Node operand : operands) {
            Access access = Access.throughViews(operand);
            boolean inPlace = access.kind() != Access.Kind.REPEATED
                    && access.indices().isRange()
                    && access.indices().size() == operand.size();
            bases.add(inPlace ? access.base() : operand);
            places.add(inPlace ? access.indices() : Indices.range(operand.size(), 0, 1));
        }
        try {
            List<Node> parameters = new ArrayList<>();
            for (Node each : scan.body().parameters()) {
                parameters.add(interner.intern(each));
            }
            List<Node> optimized = optimizer.apply(scan.body().results());
            Scan improved = scan.withBody(scan.body().with(parameters, optimized));
            return Node.of(made(improved, places), bases);
        } catch (RuntimeException failure) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "No code could be generated for a recurrence of the model \"" + name
                            + "\"; it is interpreted, which is slower.",
                    failure);
            return null;
        }
    }

    private CompiledScan made(Scan scan, List<Indices> places) {
        int outputs = scan.body().outputs().size();
        String form = scan.body().carries().size() + " carried, " + outputs + " put out";
        if (ScanEmitter.canEmit(scan)) {
            Computation code = straightLine(scan, places);
            return new CompiledScan(scan, places, () -> code, form + ", as a loop of scalar code");
        }
        Scan inner = withLoweredBody(scan);
        StepProgram program = new StepProgram(name, inner.body());
        Supplier<Computation> code = () -> new SteppedScan(inner, places, program);
        return new CompiledScan(inner, places, code, form + ", in tensors");
    }

    /** Returns a scan in whose body scans have code. */
    private Scan withLoweredBody(Scan scan) {
        ScanBody body = scan.body();
        int count = body.results().size();
        List<Node> roots = new ArrayList<>(body.results());
        roots.addAll(body.parameters());
        List<Node> lowered = ScanLowering.apply(name, roots, optimizer, interner);
        return scan.withBody(body.with(lowered.subList(count, lowered.size()), lowered.subList(0, count)));
    }

    /** Returns the code of a scan of scalars. */
    private Computation straightLine(Scan scan, List<Indices> places) {
        Set<ClassLoader> loaders = StackCode.newLoaders();
        String className = ClassEmitter.className(name) + "$Recurrence";
        String file = LineNumbers.mainFile(Topology.sort(scan.body().results()));
        ClassWriter writer = ClassFiles.newClass(className, file, Computation.class);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", ClassEmitter.RUN, null, null);
        StackCode code = new StackCode(method, loaders);
        new ScanEmitter(method, code, scan, places, new LineNumbers(method, file)).emit();
        writer.visitEnd();
        List<ClassFiles.ClassFile> files = List.of(new ClassFiles.ClassFile(className, writer.toByteArray()));
        Dump.write(scan.body().results(), files);
        return GeneratedLoader.instantiate(files, loaders);
    }
}
