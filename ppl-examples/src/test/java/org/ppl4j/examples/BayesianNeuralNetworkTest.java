package org.ppl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ppl4j.chains.Chains;

/** The tutorial, run with fewer draws. */
class BayesianNeuralNetworkTest {

    @Test
    void samplesAndDrawsItsPictures(@TempDir Path folder) throws IOException {
        Chains chains = BayesianNeuralNetwork.run(folder, 600);
        assertThat(chains.draws()).isEqualTo(600);
        assertThat(chains.draw(0, 0, "parameters")).hasSize(20);
        assertThat(chains.warnings()).isEmpty();
        double acceptance = chains.mean("acceptance_rate");
        assertThat(acceptance).isBetween(0.9, 1.0);
        for (String name : new String[] {"data.png", "map.png", "posterior-mean.png", "traces.png"}) {
            assertThat(ImageIO.read(folder.resolve(name).toFile()).getWidth()).isGreaterThanOrEqualTo(1_000);
        }
        assertThat(frames(folder.resolve("iterations.gif"))).isEqualTo(100);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(5);
        }
    }

    private static int frames(Path gif) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(gif.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            ImageReader reader = readers.next();
            reader.setInput(input);
            return reader.getNumImages(true);
        }
    }
}
