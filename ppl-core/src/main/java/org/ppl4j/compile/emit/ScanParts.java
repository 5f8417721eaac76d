package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.ScanBody;
import org.ppl4j.graph.Topology;

/**
 * The step of a scan of scalars in several methods, as one would be longer than HotSpot compiles. What one of them computes and
 * another one needs is handed on in an array: the carries, then the next carries, then all else.
 */
final class ScanParts {

    /** A part's parameters: the arrays, and the step's number. */
    private static final String PART = "([[DI)V";

    private static final int MEMORY = 0;
    private static final int ROW = 1;

    private final StepEmitter.Source source;
    private final ScanBody body;
    private final List<List<Node>> parts = new ArrayList<>();
    private final Map<Node, Integer> partOf = new IdentityHashMap<>();
    private final Map<Node, Integer> placeOf = new IdentityHashMap<>();
    private final Map<Node, List<Integer>> results = new IdentityHashMap<>();
    private int handedOn;

    /**
     * Divides a step.
     *
     * @param largest how many bytes a method may have, by a cautious estimate
     */
    ScanParts(StepEmitter.Source source, int largest) {
        this.source = source;
        this.body = source.scan().body();
        for (int k = 0; k < body.results().size(); k++) {
            results.computeIfAbsent(body.results().get(k), node -> new ArrayList<>())
                    .add(k);
        }
        divide(largest);
        number();
    }

    /** Returns how many methods there are. */
    int count() {
        return parts.size();
    }

    /** Returns how many numbers are handed on. */
    int handedOn() {
        return handedOn;
    }

    private void divide(int largest) {
        Set<Node> present = Collections.newSetFromMap(new IdentityHashMap<>());
        int size = largest;
        for (Node node : Topology.sort(body.results())) {
            if (size + size(node, present) > largest) {
                parts.add(new ArrayList<>());
                present.clear();
                size = 0;
            }
            size += size(node, present);
            present.add(node);
            present.addAll(node.inputs());
            parts.get(parts.size() - 1).add(node);
            partOf.put(node, parts.size() - 1);
        }
    }

    /** Returns how many bytecodes a node takes, with what is to be read for it and stored of it. */
    private int size(Node node, Set<Node> present) {
        int transfers = 1 + resultsOf(node).size();
        for (Node input : node.inputs()) {
            transfers += present.contains(input) ? 0 : 1;
        }
        return ScalarScans.size(node) + ScalarScans.PARAMETER * transfers;
    }

    private void number() {
        int carries = body.carries().size();
        for (int i = 0; i < carries; i++) {
            placeOf.put(body.carries().get(i), i);
        }
        handedOn = 2 * carries;
        for (List<Node> part : parts) {
            for (Node node : part) {
                for (Node input : node.inputs()) {
                    boolean isFarther =
                            !input.inputs().isEmpty() && !Objects.equals(partOf.get(input), partOf.get(node));
                    if (isFarther && !placeOf.containsKey(input)) {
                        placeOf.put(input, handedOn++);
                    }
                }
            }
        }
    }

    private List<Integer> resultsOf(Node node) {
        return results.getOrDefault(node, List.of());
    }

    /** Writes the methods, and the one that runs them. */
    void emit(ClassFiles files) {
        MethodVisitor run = files.main().visitMethod(Opcodes.ACC_PUBLIC, "run", PART, null, null);
        run.visitCode();
        for (int p = 0; p < parts.size(); p++) {
            String name = "part" + p;
            emit(parts.get(p), files.newMethod(name, PART));
            run.visitVarInsn(Opcodes.ALOAD, MEMORY + 1);
            run.visitVarInsn(Opcodes.ILOAD, ROW + 1);
            run.visitMethodInsn(Opcodes.INVOKESTATIC, files.lastName(), name, PART, false);
        }
        end(run);
    }

    private void emit(List<Node> part, MethodVisitor method) {
        method.visitCode();
        Part code = new Part(method);
        part.forEach(code::write);
        end(method);
    }

    private static void end(MethodVisitor method) {
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** One of the methods. */
    private final class Part {

        private final MethodVisitor method;
        private final StepEmitter step;
        private final ScalarLocals locals;

        Part(MethodVisitor method) {
            this.method = method;
            this.step = new StepEmitter(source, method, MEMORY, ROW, this::read);
            this.locals = step.locals();
        }

        void write(Node node) {
            if (!node.inputs().isEmpty()) {
                locals.compute(node);
                handOn(node, placeOf.get(node));
            }
            int carries = body.carries().size();
            for (int result : resultsOf(node)) {
                if (result < carries) {
                    handOn(node, carries + result);
                } else {
                    step.putOut(result - carries);
                }
            }
        }

        private void handOn(Node node, @Nullable Integer place) {
            if (place != null) {
                pushHandedOn(place);
                locals.load(node);
                method.visitInsn(Opcodes.DASTORE);
            }
        }

        private void read(Node node) {
            pushHandedOn(Objects.requireNonNull(placeOf.get(node)));
            method.visitInsn(Opcodes.DALOAD);
        }

        private void pushHandedOn(int place) {
            locals.array(body.parameters().size() + 1);
            Instructions.integer(method, place);
        }
    }
}
