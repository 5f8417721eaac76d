package org.ppl4j.compile;

import java.util.Set;

/** Loads one generated class, and is unloaded with it. */
final class GeneratedLoader extends ClassLoader {

    private final Set<ClassLoader> others;

    private GeneratedLoader(Set<ClassLoader> others) {
        super(GeneratedLoader.class.getClassLoader());
        this.others = others;
    }

    /**
     * Returns an instance of a generated class.
     *
     * @param others the loaders of classes that it calls: a user's operations may live elsewhere
     */
    static Computation instantiate(String className, byte[] bytes, Set<ClassLoader> others) {
        try {
            // Not loaded by name: all that is on the class path would be searched for it first.
            Class<?> type = new GeneratedLoader(others).defineClass(className, bytes, 0, bytes.length);
            return (Computation) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("The generated class " + className + " cannot be loaded.", failure);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader other : others) {
            try {
                return other.loadClass(name);
            } catch (ClassNotFoundException notThere) {
                // Another loader may have it.
            }
        }
        throw new ClassNotFoundException(name);
    }
}
