package org.ppl4j.plots;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes several drawings at once, on all cores. */
public final class Pictures {

    private Pictures() {}

    /**
     * Writes every drawing to its file and returns when all are written.
     *
     * <p>If one fails the others are still written; then the first failure is thrown, the later ones suppressed in it.
     *
     * @param drawings the drawings by file; a file's ending names its format, as for {@link Drawing#write}
     */
    public static void writeAll(Map<Path, ? extends Drawing> drawings) {
        if (drawings.isEmpty()) {
            return;
        }
        int threads = Math.min(drawings.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ppl4j-pictures");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> tasks = new ArrayList<>();
            drawings.forEach((file, drawing) -> tasks.add(workers.submit(() -> drawing.write(file))));
            await(tasks);
        } finally {
            workers.shutdownNow();
        }
    }

    private static void await(List<Future<?>> tasks) {
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted while writing pictures.");
            }
        }
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }
}
