package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a compiler made: code that comes out the same again, as it does for data of other lengths, is the class
 * that is there, which HotSpot has compiled already.
 */
public final class GeneratedClasses {

    /** A loaded class, with what it and those that it calls were made of. */
    private static final class Known {

        private final List<byte[]> files;
        private final Set<ClassLoader> loaders;
        private final Computation computation;
        private @Nullable List<byte[]> code;

        Known(List<byte[]> files, Set<ClassLoader> loaders, Computation computation) {
            this.files = files;
            this.loaders = loaders;
            this.computation = computation;
        }

        boolean does(List<byte[]> others, Set<ClassLoader> otherLoaders) {
            if (!loaders.equals(otherLoaders) || others.size() != files.size()) {
                return false;
            }
            if (isSame(files, others)) {
                return true;
            }
            if (code == null) {
                code = withoutLines(files);
            }
            return isSame(code, withoutLines(others));
        }
    }

    private final Map<String, List<Known>> known = new HashMap<>();
    private int count;

    /** An instance of a generated class, and whether the class was there before. */
    record Loaded(Computation computation, boolean isKnown) {}

    /**
     * Returns an instance of a class that does what a class file says.
     *
     * @param files the class file, and those of other classes that it calls; their names are the same for all
     * @param loaders the loaders of the classes that it calls
     * @param form a summary, equal for equal code, so that few classes are compared
     */
    Loaded load(List<ClassFiles.ClassFile> files, Set<ClassLoader> loaders, String form) {
        List<byte[]> bytes = new ArrayList<>();
        for (ClassFiles.ClassFile file : files) {
            bytes.add(file.bytes());
        }
        known.putIfAbsent(form, new ArrayList<>());
        List<Known> candidates = known.get(form);
        for (Known candidate : candidates) {
            if (candidate.does(bytes, loaders)) {
                return new Loaded(candidate.computation, true);
            }
        }
        Computation computation = GeneratedLoader.instantiate(Computation.class, files, loaders);
        candidates.add(new Known(bytes, loaders, computation));
        count++;
        return new Loaded(computation, false);
    }

    /** Returns how many classes there are. */
    public int count() {
        return count;
    }

    /** Returns the code alone: which statements of the model it stems from is no difference that counts. */
    private static List<byte[]> withoutLines(List<byte[]> classFiles) {
        List<byte[]> code = new ArrayList<>();
        for (byte[] classFile : classFiles) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(classFile).accept(writer, ClassReader.SKIP_DEBUG);
            code.add(writer.toByteArray());
        }
        return code;
    }

    private static boolean isSame(List<byte[]> files, List<byte[]> others) {
        for (int i = 0; i < files.size(); i++) {
            if (!Arrays.equals(files.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
