package org.ppl4j.compile.vector;

import java.util.List;
import java.util.Set;
import org.ppl4j.compile.emit.ClassEmitter;
import org.ppl4j.compile.emit.ClassFiles;
import org.ppl4j.compile.emit.Dump;
import org.ppl4j.compile.emit.GeneratedLoader;
import org.ppl4j.compile.emit.StackCode;
import org.ppl4j.compile.schedule.Layout;
import org.ppl4j.compile.schedule.Schedule;

/** Makes the SIMD form of a program: a class in a loader of its own, as the scalar form is. */
public final class VectorClass {

    private VectorClass() {}

    /**
     * Returns an instance of the class.
     *
     * @param name the model's name
     * @param scalar the scalar form, whose methods do what has no SIMD form
     * @param lanes how many numbers a vector has: 2, 4 or 8
     */
    public static VectorComputation make(
            String name, Schedule schedule, Layout layout, ClassEmitter.Emitted scalar, int lanes) {
        String className = ClassEmitter.className(name) + "_simd";
        Set<ClassLoader> loaders = StackCode.newLoaders();
        loaders.add(scalar.computation().getClass().getClassLoader());
        String file = ClassEmitter.mainFile(schedule);
        VectorLoops loops = new VectorLoops(className, schedule, layout, loaders, lanes);
        ClassFiles files = new ClassFiles(className, file, VectorComputation.class);
        List<ClassEmitter.Step> steps = loops.write(files.main(), file, scalar.steps());
        ClassEmitter.run(files, steps, schedule, layout, file);
        List<ClassFiles.ClassFile> finished = files.finished();
        Dump.write(finished);
        return GeneratedLoader.instantiate(VectorComputation.class, finished, loaders);
    }
}
