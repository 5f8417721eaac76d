package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PictureTest {

    @TempDir
    Path folder;

    private final ScatterPlot scatter =
            ScatterPlot.of(Samples.classes()).title("a < b & c").axes("length", "width");

    @Test
    void writesPngOfTheStatedWidthIntoAMissingFolder() throws IOException {
        Path file = folder.resolve("new/deep/scatter.png");
        scatter.picture().writePng(file, 800);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(800);
        assertThat(image.getHeight()).isEqualTo(533);
    }

    @Test
    void writesPngOfTheDefaultWidth() throws IOException {
        Path file = folder.resolve("scatter.PNG");
        scatter.square().limits(-6, 6, -6, 6).picture().write(file);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(Picture.DEFAULT_WIDTH);
    }

    @Test
    void writesSvgWithTitleAxesAndLegend() throws Exception {
        Path file = folder.resolve("scatter.svg");
        scatter.picture().write(file);
        assertThat(words(Files.readString(file))).contains("a < b & c", "length", "width", "class 0", "class 1");
    }

    @Test
    void everyKindHasItsTitleAndLabels() throws Exception {
        assertThat(words(ContourPlot.of(Samples.quarters())
                        .points(Samples.classes())
                        .title("Predictions")
                        .axes("east", "north")
                        .valueLabel("probability")
                        .picture()
                        .toSvg()))
                .contains("Predictions", "east", "north", "probability", "class 0", "class 1", "0.2", "-4");
        ScalarDraws alpha = Samples.draws("alpha", 3, 50, x -> x);
        ScalarDraws beta = Samples.draws("beta[1]", 3, 50, x -> 2 * x);
        assertThat(words(TracePlot.of(alpha, beta).title("T > 0").picture().toSvg()))
                .contains("T > 0", "alpha", "beta[1]", "Draw", "Chain");
        assertThat(words(DensityPlot.of(alpha, beta)
                        .columns(1)
                        .title("D")
                        .picture()
                        .toSvg()))
                .contains("D", "alpha", "beta[1]", "Density", "Chain");
        assertThat(words(TraceAndDensity.of(alpha, beta).title("Both").picture().toSvg()))
                .contains("Both", "alpha", "beta[1]", "Draw", "Density", "Chain");
    }

    @Test
    void thereIsNoKeyWhereOneChainOrMoreChainsThanColours() throws Exception {
        assertThat(words(TracePlot.of(Samples.draws("a", 1, 20, x -> x))
                        .picture()
                        .toSvg()))
                .doesNotContain("Chain");
        assertThat(words(TracePlot.of(Samples.draws("a", 8, 20, x -> x))
                        .picture()
                        .toSvg()))
                .doesNotContain("Chain");
    }

    @Test
    void samePictureIsTheSameText() {
        ContourPlot plot = ContourPlot.of(Samples.quarters()).points(Samples.classes());
        assertThat(plot.picture().toSvg()).isEqualTo(plot.picture().toSvg());
    }

    @Test
    void refusesAnUnknownFileEnding() {
        Picture picture = scatter.picture();
        assertThatThrownBy(() -> picture.write(Path.of("scatter.jpg")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture's file must end in .png or .svg, got \"scatter.jpg\". Rename the file.");
    }

    @Test
    void refusesAnImpossibleWidth() {
        Picture picture = scatter.picture();
        assertThatThrownBy(() -> picture.toImage(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture's width must be between 1 and 20000 pixels, got 0. 1600 suits most uses.");
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        Path file = Files.createDirectory(folder.resolve("taken.svg"));
        Picture picture = scatter.picture();
        assertThatThrownBy(() -> picture.writeSvg(file))
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageStartingWith("The picture \"" + file + "\" could not be written: ");
    }

    @Test
    void missingFontsAndDisplaysHaveARemedy() {
        assertThat(Fonts.failure(new InternalError(new RuntimeException("Fontconfig head is null"))))
                .hasMessage("The Java runtime cannot draw letters, which PNG and GIF need (java.lang.RuntimeException:"
                        + " Fontconfig head is null). Install a font and the font libraries, on Debian and Ubuntu:"
                        + " apt-get install libfreetype6 fontconfig fonts-dejavu-core. SVG files can be written"
                        + " without.");
        assertThat(Fonts.failure(new java.awt.AWTError("no display :1")))
                .hasMessage("The Java runtime cannot draw letters, which PNG and GIF need (java.awt.AWTError: no"
                        + " display :1). Unset the environment variable DISPLAY, or start Java with"
                        + " -Djava.awt.headless=true. SVG files can be written without.");
    }

    private static String words(String svg) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        return document.getDocumentElement().getTextContent();
    }
}
