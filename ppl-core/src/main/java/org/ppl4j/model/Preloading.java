package org.ppl4j.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Loads and links, in threads of its own, the classes that a first model needs, so that the thread that traces and compiles
 * it finds them there. They are named, in the order in which they are loaded, by a resource beside the class that begins.
 *
 * <p>No class is initialised: two threads that initialise classes which need each other would wait for each other for ever.
 */
final class Preloading implements Runnable {

    /** The resource: a name of a class in each line. */
    static final String LIST = "preloaded-classes.txt";

    /** If this system property is {@code off}, nothing is loaded ahead. */
    private static final String PROPERTY = "ppl4j.preload";

    /** More than there may be processors: a thread that waits for a file or for another one's class leaves room. */
    private static final int THREADS = 3;

    private final Class<?> owner;
    private final AtomicInteger next = new AtomicInteger();
    private @Nullable List<String> names;

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
            Preloading all = new Preloading(owner);
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(all, "ppl4j-preload-" + i);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    @Override
    public void run() {
        load();
    }

    /**
     * Loads and links the classes of a list here and now; names without a class are passed over, as another JDK, or another
     * version of a library, may not have it.
     *
     * @param owner the class beside which the list is
     * @return how many there are
     */
    static int load(Class<?> owner) {
        return new Preloading(owner).load();
    }

    /** Loads what no other thread has taken, and returns how many classes that were. */
    private int load() {
        List<String> all = names();
        int loaded = 0;
        for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
            loaded += isLoaded(all.get(i), owner.getClassLoader()) ? 1 : 0;
        }
        return loaded;
    }

    /** Returns the names of the list; none if it cannot be read, when each class is loaded as it is needed. */
    private synchronized List<String> names() {
        List<String> known = names;
        if (known == null) {
            known = new ArrayList<>();
            names = known;
            try (InputStream list = owner.getResourceAsStream(LIST)) {
                if (list != null) {
                    BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
                    for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                        known.add(name);
                    }
                }
            } catch (IOException e) {
                known.clear();
            }
        }
        return known;
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
