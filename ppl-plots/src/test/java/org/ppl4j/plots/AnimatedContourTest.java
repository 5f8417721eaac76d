package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedContourTest {

    @TempDir
    Path folder;

    private final AnimatedContour animation = AnimatedContour.of(IntStream.range(0, 12)
                    .mapToObj(i -> new AnimatedContour.Frame(
                            "Iteration " + (i + 1),
                            Grid.evaluate(-6, 6, 25, -6, 6, 25, (x, y) -> 1 / (1 + Math.exp(-x - i * y / 10.0)))))
                    .toList())
            .points(Samples.classes())
            .delayMillis(150);

    @Test
    void writesEveryFrameWithDelayAndEndlessRepetition() throws IOException {
        Path file = folder.resolve("sub/animation.gif");
        animation.write(file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(input);
            assertThat(reader.getNumImages(true)).isEqualTo(12);
            for (int i = 0; i < 12; i++) {
                assertThat(reader.getWidth(i)).isEqualTo(640);
                assertThat(reader.getHeight(i)).isEqualTo(556);
                assertThat(attribute(reader, i, "GraphicControlExtension", "delayTime"))
                        .isEqualTo("15");
            }
            assertThat(attribute(reader, 0, "ApplicationExtension", "applicationID"))
                    .isEqualTo("NETSCAPE");
            IIOMetadataNode repeat = (IIOMetadataNode)
                    root(reader, 0).getElementsByTagName("ApplicationExtension").item(0);
            assertThat((byte[]) repeat.getUserObject()).containsExactly(1, 0, 0);
            assertCloseTo(reader.read(7), animation.toImage(7, 640));
        } finally {
            reader.dispose();
        }
    }

    @Test
    void framesDiffer() {
        assertThat(animation.toImage(0, 320).getRGB(60, 50))
                .isNotEqualTo(animation.toImage(11, 320).getRGB(60, 50));
    }

    @Test
    void bandsKeepTheirExactColours() {
        BufferedImage image = new BufferedImage(10, 1, BufferedImage.TYPE_INT_RGB);
        List<Integer> solid =
                IntStream.range(0, 10).mapToObj(Bands.ofProbabilities()::colour).toList();
        for (int i = 0; i < 10; i++) {
            image.setRGB(i, 0, solid.get(i));
        }
        BufferedImage indexed = FixedPalette.of(List.of(image), solid).index(image);
        assertThat(IntStream.range(0, 10).mapToObj(i -> indexed.getRGB(i, 0) & 0xFFFFFF))
                .containsExactlyElementsOf(solid);
    }

    @Test
    void refusesWhatItCannotDraw() {
        assertThatThrownBy(() -> AnimatedContour.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An animation's frames: there is nothing to draw, got 0 values. Give at least one.");
        Grid small = Grid.evaluate(0, 1, 2, 0, 1, 2, (x, y) -> x);
        Grid other = Grid.evaluate(0, 1, 3, 0, 1, 2, (x, y) -> x);
        assertThatThrownBy(() -> AnimatedContour.of(
                        List.of(new AnimatedContour.Frame("a", small), new AnimatedContour.Frame("b", other))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Frame 1 (\"b\") has Grid[3 columns, x 0.0 to 1.0; 2 rows, y 0.0 to 1.0] but frame 0 has"
                        + " Grid[2 columns, x 0.0 to 1.0; 2 rows, y 0.0 to 1.0]. Give all frames the same grid.");
        assertThatThrownBy(() -> animation.delayMillis(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A frame must be shown for 20 to 60000 milliseconds, got 5. Viewers slow down what is"
                        + " faster; 100 suits most animations.");
        assertThatThrownBy(() -> animation.write(Path.of("a.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An animation's file must end in .gif, got \"a.png\". Rename the file.");
        assertThatThrownBy(() -> animation.toImage(0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An animation's width must be between 160 and 4000 pixels, got 10. 640 suits most uses.");
    }

    private static void assertCloseTo(BufferedImage actual, BufferedImage expected) {
        long total = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                int a = actual.getRGB(x, y);
                int b = expected.getRGB(x, y);
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = Math.abs(((a >> shift) & 0xFF) - ((b >> shift) & 0xFF));
                    assertThat(difference).as("pixel %d, %d", x, y).isLessThan(60);
                    total += difference;
                }
            }
        }
        double mean = (double) total / (3L * expected.getWidth() * expected.getHeight());
        assertThat(mean).isLessThan(0.5);
    }

    private static String attribute(ImageReader reader, int frame, String element, String name) throws IOException {
        return ((IIOMetadataNode)
                        root(reader, frame).getElementsByTagName(element).item(0))
                .getAttribute(name);
    }

    private static IIOMetadataNode root(ImageReader reader, int frame) throws IOException {
        return (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    }
}
