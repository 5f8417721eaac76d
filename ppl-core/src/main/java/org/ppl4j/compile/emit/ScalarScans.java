package org.ppl4j.compile.emit;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Operations;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/** Makes classes of scans of scalars: one loop, or, of many scalars, a few methods a step. */
public final class ScalarScans {

    /** Bytecodes of a method, by a cautious estimate; HotSpot does not compile methods above 8,000. */
    private static final int LARGEST = 6_500;

    /** Bytecodes that read or store a parameter or a result, at most. */
    static final int PARAMETER = 24;

    private ScalarScans() {}

    /**
     * Returns a scan with its code, null if it is not one of scalars.
     *
     * @param className the internal name of the class to be made
     * @param places for each operand where its elements are in the array that it is read from
     * @param form what it carries and puts out, in words
     */
    public static @Nullable CompiledScan compiled(String className, Scan scan, List<Indices> places, String form) {
        return compiled(className, scan, places, form, LARGEST);
    }

    static @Nullable CompiledScan compiled(
            String className, Scan scan, List<Indices> places, String form, int largest) {
        ScanBody body = scan.body();
        List<Node> nodes = Topology.sort(body.results());
        long size =
                (long) PARAMETER * (body.results().size() + body.parameters().size());
        for (Node node : nodes) {
            if (!Operations.isPlainScalar(node)) {
                return null;
            }
            size += size(node);
        }
        Set<ClassLoader> loaders = StackCode.newLoaders();
        StepEmitter.Source source = new StepEmitter.Source(scan, places, loaders, LineNumbers.mainFile(nodes));
        if (size <= largest) {
            ClassFiles files = new ClassFiles(className, source.file(), Computation.class);
            MethodVisitor run = files.main().visitMethod(Opcodes.ACC_PUBLIC, "run", ClassEmitter.RUN, null, null);
            new ScanEmitter(source, run).emit();
            Computation code = instance(Computation.class, files, source);
            return new CompiledScan(scan, places, () -> code, form + ", as a loop of scalar code");
        }
        ScanParts parts = new ScanParts(source, largest);
        ClassFiles files = new ClassFiles(className, source.file(), PartedScan.Step.class);
        parts.emit(files);
        PartedScan.Step step = instance(PartedScan.Step.class, files, source);
        return new CompiledScan(
                scan,
                places,
                () -> new PartedScan(scan, places, step, parts.handedOn()),
                form + ", as a loop of scalar code, " + parts.count() + " methods a step");
    }

    /** Returns how many bytecodes a node takes, by a cautious estimate, with its operands in local variables. */
    static int size(Node node) {
        return node.inputs().isEmpty() ? 8 : 5 + 4 * node.inputs().size();
    }

    private static <T> T instance(Class<T> type, ClassFiles files, StepEmitter.Source source) {
        List<ClassFiles.ClassFile> finished = files.finished();
        Dump.write(source.scan().body().results(), finished);
        return GeneratedLoader.instantiate(type, finished, source.loaders());
    }
}
