package org.ppl4j.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    @TempDir
    Path folder;

    @Test
    void writesAtOnceWhatItWritesOneByOne() throws IOException {
        Map<Path, Drawing> together = new LinkedHashMap<>();
        Map<String, Drawing> drawings = Map.of(
                "scatter.png", ScatterPlot.of(Samples.classes()).picture(),
                "contour.svg", ContourPlot.of(Samples.quarters()).picture(),
                "contour.png", ContourPlot.of(Samples.quarters()).picture(),
                "trace.svg",
                        TraceAndDensity.of(Samples.draws("a", 2, 100, x -> x)).picture());
        drawings.forEach(
                (name, drawing) -> together.put(folder.resolve("together").resolve(name), drawing));
        Pictures.writeAll(together);
        for (Map.Entry<String, Drawing> entry : drawings.entrySet()) {
            Path alone = folder.resolve("alone").resolve(entry.getKey());
            entry.getValue().write(alone);
            assertThat(folder.resolve("together").resolve(entry.getKey())).hasSameBinaryContentAs(alone);
        }
    }

    @Test
    void writesTheOthersWhereOneFails() {
        Path bad = folder.resolve("a.bmp");
        Path good = folder.resolve("b.svg");
        Map<Path, Drawing> drawings = new LinkedHashMap<>();
        drawings.put(bad, ScatterPlot.of(Samples.classes()).picture());
        drawings.put(good, ScatterPlot.of(Samples.classes()).picture());
        assertThatThrownBy(() -> Pictures.writeAll(drawings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture's file must end in .png or .svg, got \"" + bad + "\". Rename the file.");
        assertThat(good).exists();
    }

    @Test
    void nothingToWriteIsFine() {
        Pictures.writeAll(Map.of());
        assertThat(Files.exists(folder)).isTrue();
    }
}
