package org.ppl4j.compile.vector;

/** The JDK's vector module, if this JVM has it: no source here refers to its classes, generated code alone does. */
public final class VectorModule {

    public static final String NAME = "jdk.incubator.vector";

    private static final String PREFERRED = "SPECIES_PREFERRED";
    private static final int LANES = find();

    private VectorModule() {}

    /** Whether SIMD forms can be made: the module is there, and the processor has vectors of two doubles or more. */
    public static boolean isPresent() {
        return LANES > 1;
    }

    /** Returns how many doubles a vector of SIMD forms has: the processor's width, but at most the virtual lanes' eight. */
    public static int lanes() {
        return LANES;
    }

    private static int find() {
        // asked for by its name, a class that is not there would be looked for in all jars of the class path
        if (ModuleLayer.boot().findModule(NAME).isEmpty()) {
            return 0;
        }
        try {
            Class<?> vector = Class.forName(NAME + ".DoubleVector");
            Object species = vector.getField(PREFERRED).get(null);
            Class<?> type = Class.forName(NAME + ".VectorSpecies");
            int length = (Integer) type.getMethod("length").invoke(species);
            return Integer.highestOneBit(Math.min(length, org.ppl4j.math.Lanes.COUNT));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return 0;
        }
    }
}
