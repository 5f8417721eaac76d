package org.ppl4j.compile.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Loads the generated classes of one program, and is unloaded with them. */
public final class GeneratedLoader extends ClassLoader {

    private final Set<ClassLoader> others;

    private GeneratedLoader(Set<ClassLoader> others) {
        super(GeneratedLoader.class.getClassLoader());
        this.others = others;
    }

    /**
     * Returns an instance of a generated class.
     *
     * @param type what it implements
     * @param files its file, and those of other classes that it calls
     * @param others the loaders of classes that it calls: a user's operations may live elsewhere
     */
    public static <T> T instantiate(Class<T> type, List<ClassFiles.ClassFile> files, Set<ClassLoader> others) {
        GeneratedLoader loader = new GeneratedLoader(others);
        List<Class<?>> types = new ArrayList<>();
        for (ClassFiles.ClassFile file : files) {
            // Not loaded by name: all that is on the class path would be searched for it first.
            types.add(loader.defineClass(file.name().replace('/', '.'), file.bytes(), 0, file.bytes().length));
        }
        try {
            return type.cast(types.get(0).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(
                    "The generated class " + types.get(0).getName() + " cannot be loaded.", failure);
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
