package org.ppl4j.compile;

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
final class GeneratedClasses {

    /** A loaded class, with what it was made of. */
    private static final class Known {

        private final byte[] bytes;
        private final Set<ClassLoader> loaders;
        private final Computation computation;
        private byte @Nullable [] code;

        Known(byte[] bytes, Set<ClassLoader> loaders, Computation computation) {
            this.bytes = bytes;
            this.loaders = loaders;
            this.computation = computation;
        }

        boolean does(byte[] otherBytes, Set<ClassLoader> otherLoaders) {
            if (!loaders.equals(otherLoaders)) {
                return false;
            }
            if (Arrays.equals(bytes, otherBytes)) {
                return true;
            }
            if (code == null) {
                code = withoutLines(bytes);
            }
            return Arrays.equals(code, withoutLines(otherBytes));
        }
    }

    private final Map<String, List<Known>> known = new HashMap<>();
    private int count;

    /** An instance of a generated class, and whether the class was there before. */
    record Loaded(Computation computation, boolean isKnown) {}

    /**
     * Returns an instance of a class that does what a class file says.
     *
     * @param className its name, the same for all
     * @param bytes the class file
     * @param loaders the loaders of the classes that it calls
     * @param form a summary, equal for equal code, so that few classes are compared
     */
    Loaded load(String className, byte[] bytes, Set<ClassLoader> loaders, String form) {
        known.putIfAbsent(form, new ArrayList<>());
        List<Known> candidates = known.get(form);
        for (Known candidate : candidates) {
            if (candidate.does(bytes, loaders)) {
                return new Loaded(candidate.computation, true);
            }
        }
        Computation computation = GeneratedLoader.instantiate(className, bytes, loaders);
        candidates.add(new Known(bytes, loaders, computation));
        count++;
        return new Loaded(computation, false);
    }

    /** Returns how many classes there are. */
    int count() {
        return count;
    }

    /** Returns the code alone: which statements of the model it stems from is no difference that counts. */
    private static byte[] withoutLines(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }
}
