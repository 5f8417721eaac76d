package org.ppl4j.compile;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Type;

/** Makes the SIMD form of a program: a class in a loader of its own, as the scalar form is. */
final class VectorClass {

    private VectorClass() {}

    /**
     * Returns an instance of the class.
     *
     * @param name the model's name
     * @param scalar the scalar form, which does what has no SIMD form
     * @param lanes how many numbers a vector has: 2, 4 or 8
     */
    static VectorComputation make(String name, Schedule schedule, Layout layout, Computation scalar, int lanes) {
        String className = ClassEmitter.className(name) + "_simd";
        Set<ClassLoader> loaders = StackCode.newLoaders();
        loaders.add(scalar.getClass().getClassLoader());
        String scalarClass = Type.getInternalName(scalar.getClass());
        String file = ClassEmitter.mainFile(schedule);
        VectorLoops loops = new VectorLoops(className, schedule, layout, loaders, lanes);
        ClassWriter writer = ClassEmitter.newClass(className, file, VectorComputation.class);
        List<ClassEmitter.Step> steps = loops.write(writer, file, scalarClass);
        ClassEmitter.run(writer, className, steps, schedule, layout, file);
        writer.visitEnd();
        byte[] bytes = writer.toByteArray();
        Dump.write(className, bytes);
        return (VectorComputation) GeneratedLoader.instantiate(className.replace('/', '.'), bytes, loaders);
    }
}
