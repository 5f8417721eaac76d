package org.ppl4j.bench;

import java.nio.file.Path;
import java.util.List;
import org.ppl4j.bench.peers.Peer;

/**
 * Samples models by the systems in Python here and now, by {@code sample.py}, so that all sides are measured in one run.
 *
 * @param folder the folder that has the script
 */
record PythonRun(Path folder) {

    /**
     * Returns the figures of those systems that have kept ones of the model.
     *
     * @throws IllegalStateException if Python failed
     */
    List<Figures> sample(Peer peer, int seed) {
        return Figures.ofPython(peer).stream()
                .map(Figures::system)
                .map(system -> Figures.ofPython(run(system, peer.dataFile(), seed)))
                .toList();
    }

    private String run(String system, Path data, int seed) {
        List<String> command = List.of(
                "python", folder.resolve("sample.py").toString(), system, data.toString(), String.valueOf(seed));
        List<String> lines = ChildProcess.run(command, "Install Python with nutpie, numpyro, pymc and arviz.");
        // what systems say of themselves comes before
        String row = lines.get(lines.size() - 1);
        System.err.println(row);
        return row;
    }
}
