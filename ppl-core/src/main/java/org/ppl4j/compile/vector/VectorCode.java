package org.ppl4j.compile.vector;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;
import org.ppl4j.compile.vector.StraightLine.Reference;
import org.ppl4j.graph.Code;
import org.ppl4j.graph.ElementwiseOp;

/** Makes the values of element-wise operations. A function that cannot be translated is called lane by lane. */
final class VectorCode implements Code {

    private final VectorGraph graph;
    private final VectorTranslation translation;
    private final Set<ClassLoader> loaders;
    private final Deque<VectorValue> stack = new ArrayDeque<>();

    /**
     * Creates the code of a loop.
     *
     * @param loaders receives the loaders of the classes that are called
     */
    VectorCode(VectorGraph graph, VectorTranslation translation, Set<ClassLoader> loaders) {
        this.graph = graph;
        this.translation = translation;
        this.loaders = loaders;
    }

    /** Returns the value of an operation. */
    VectorValue compute(ElementwiseOp op, VectorValue... operands) {
        for (VectorValue operand : operands) {
            stack.push(operand);
        }
        op.emit(this);
        return stack.pop();
    }

    @Override
    public void add() {
        doubles("add", 2);
    }

    @Override
    public void subtract() {
        doubles("sub", 2);
    }

    @Override
    public void multiply() {
        doubles("mul", 2);
    }

    @Override
    public void divide() {
        doubles("div", 2);
    }

    @Override
    public void negate() {
        doubles("neg", 1);
    }

    private void doubles(String name, int operands) {
        stack.push(graph.doubles(name, VectorTranslation.pop(stack, operands)));
    }

    @Override
    public void call(Class<?> owner, String name, int operands) {
        ClassLoader loader = owner.getClassLoader();
        Reference reference = new Reference(Type.getInternalName(owner), name, "(" + "D".repeat(operands) + ")D");
        VectorValue[] arguments = VectorTranslation.pop(stack, operands);
        if (translation.isTranslatable(loader, reference)) {
            stack.push(translation.apply(graph, loader, reference, arguments));
            return;
        }
        if (loader != null) {
            loaders.add(loader);
        }
        stack.push(graph.call(new VectorGraph.LaneCall(reference, owner.isInterface()), arguments));
    }
}
