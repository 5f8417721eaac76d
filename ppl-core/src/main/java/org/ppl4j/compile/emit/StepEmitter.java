package org.ppl4j.compile.emit;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Scan;
import org.ppl4j.graph.ScanBody;

/** Writes what a method does of a step of a scan of scalars: it reads operands in place, computes, and puts out. */
final class StepEmitter {

    /**
     * A scan that code is written of.
     *
     * @param scan the scan
     * @param places for each operand where its elements are in the array that it is read from
     * @param loaders receives the loaders of classes that are called
     * @param file the source file that lines are of
     */
    record Source(
            Scan scan,
            List<Indices> places,
            Set<ClassLoader> loaders,
            @Nullable String file) {}

    private final MethodVisitor method;
    private final Scan scan;
    private final ScanBody body;
    private final List<Indices> places;
    private final int row;
    private final ScalarLocals locals;
    private final Map<Node, Integer> parameters = new IdentityHashMap<>();

    /**
     * Starts with nothing read.
     *
     * @param memory the local variable of the arrays: the operands, then the result
     * @param row the local variable of the step's number, after which others are free
     * @param read writes what pushes a carry, or what another method has computed
     */
    StepEmitter(Source source, MethodVisitor method, int memory, int row, Consumer<Node> read) {
        this.method = method;
        this.scan = source.scan;
        this.body = scan.body();
        this.places = source.places;
        this.row = row;
        for (int k = body.carries().size(); k < body.parameters().size(); k++) {
            parameters.put(body.parameters().get(k), k);
        }
        LineNumbers lines = new LineNumbers(method, source.file);
        StackCode code = new StackCode(method, source.loaders);
        this.locals = new ScalarLocals(method, code, lines, memory, row + 1, node -> {
            Integer parameter = parameters.get(node);
            if (parameter == null) {
                read.accept(node);
            } else {
                operand(parameter);
            }
        });
    }

    ScalarLocals locals() {
        return locals;
    }

    /** Pushes an operand's element: the step's, or what is the same at all steps. */
    void operand(int parameter) {
        Indices place = places.get(parameter);
        int sequence = parameter - body.carries().size();
        locals.array(parameter);
        if (sequence >= 0 && sequence < body.elements().size()) {
            Instructions.index(method, row, place.start(), place.step());
        } else {
            Instructions.integer(method, place.at(0));
        }
        method.visitInsn(Opcodes.DALOAD);
    }

    /** Stores an output where the result has it. */
    void putOut(int output) {
        locals.array(body.parameters().size());
        Instructions.index(method, row, scan.offset(output), 1);
        locals.load(body.outputs().get(output));
        method.visitInsn(Opcodes.DASTORE);
    }
}
