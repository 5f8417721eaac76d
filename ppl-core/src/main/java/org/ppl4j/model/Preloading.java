package org.ppl4j.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * Loads and links, in a thread of its own, the classes that a first model needs, so that the thread that traces and compiles
 * it finds them there. They are named, in the order in which they are loaded, by a resource beside the class that begins.
 *
 * <p>No class is initialised: two threads that initialise classes which need each other would wait for each other for ever.
 */
final class Preloading implements Runnable {

    /** The resource: a name of a class in each line. */
    static final String LIST = "preloaded-classes.txt";

    /** If this system property is {@code off}, nothing is loaded ahead. */
    private static final String PROPERTY = "ppl4j.preload";

    private final Class<?> owner;

    private Preloading(Class<?> owner) {
        this.owner = owner;
    }

    /**
     * Begins to load classes, and returns at once; with one processor only, nothing is done.
     *
     * @param owner the class beside which the list of their names is
     */
    static void begin(Class<?> owner) {
        if (Runtime.getRuntime().availableProcessors() > 1 && !"off".equals(System.getProperty(PROPERTY))) {
            Thread thread = new Thread(new Preloading(owner), "ppl4j-preload");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        load(owner);
    }

    /**
     * Loads and links the classes of a list here and now; names without a class are passed over, as another JDK, or another
     * version of a library, may not have it.
     *
     * @param owner the class beside which the list is
     * @return how many there are
     */
    static int load(Class<?> owner) {
        int loaded = 0;
        try (InputStream list = owner.getResourceAsStream(LIST)) {
            if (list != null) {
                BufferedReader names = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
                for (String name = names.readLine(); name != null; name = names.readLine()) {
                    loaded += isLoaded(name, owner.getClassLoader()) ? 1 : 0;
                }
            }
        } catch (IOException e) {
            // The rest is loaded when it is needed, then.
        }
        return loaded;
    }

    private static boolean isLoaded(String name, ClassLoader loader) {
        try {
            // A class whose constructors are asked for is linked, and verified, but not initialised.
            Constructor<?>[] unused = Class.forName(name, false, loader).getDeclaredConstructors();
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
