package org.ppl4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.ppl4j.bench.peers.Peer;

/** Samples models by Stan here and now, by {@code run-rstan.R}, so that both sides are measured in one run. */
final class StanRun {
    private final Path folder;

    /**
     * Copies script and models into a folder of this machine, where R also keeps the models that it has compiled.
     *
     * @param sources the folder that has them
     */
    StanRun(Path sources) {
        folder = Peer.dataFolder().resolve("stan");
        try (Stream<Path> files = Files.list(sources)) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.getFileName());
                // a newer file than the compiled model would be compiled again
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns Stan's figures, those of its faster form of the model first.
     *
     * @throws IllegalStateException if R failed
     */
    List<Figures> sample(Peer peer, int seed) {
        return Figures.stanPrograms(peer).stream()
                .map(program -> Figures.ofStan(run(program, peer.dataFile(), seed)))
                .sorted(Figures.FASTEST_FIRST)
                .toList();
    }

    private String run(String program, Path data, int seed) {
        List<String> command = List.of(
                "Rscript",
                folder.resolve("run-rstan.R").toString(),
                program,
                data.toString(),
                folder.resolve("found").toString(),
                String.valueOf(seed));
        String row = String.join("", ChildProcess.run(command, "Install R with its packages rstan and posterior."));
        System.err.println(row);
        return row;
    }
}
