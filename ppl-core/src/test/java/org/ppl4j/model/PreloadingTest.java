package org.ppl4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PreloadingTest {

    @Test
    void classesAreLoadedAndNotInitialised() {
        assertThat(Preloading.load(Listed.class))
                .as("of three, one is not there")
                .isEqualTo(2);
        assertThat(Listed.INITIALISED).hasValue(0);
        Listed.First.touch();
        assertThat(Listed.INITIALISED).hasValue(1);
    }

    @Test
    void withoutAListNothingIsLoaded() {
        assertThat(Preloading.load(String.class)).isZero();
    }

    @Test
    void allListedClassesOfTheLibraryAreThere() throws IOException {
        List<String> own =
                listed().stream().filter(name -> name.startsWith("org.ppl4j.")).toList();
        assertThat(own)
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> Class.forName(name, false, Model.class.getClassLoader()));
    }

    private static List<String> listed() throws IOException {
        try (InputStream list = Objects.requireNonNull(Model.class.getResourceAsStream(Preloading.LIST))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
