package org.ppl4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ppl4j.bench.peers.Peer;
import org.ppl4j.model.Model;

class PreloadedClassesTest {

    @Test
    void theListHasWhatAFirstGradientNeeds() throws IOException {
        Set<String> listed;
        try (InputStream list = Objects.requireNonNull(Model.class.getResourceAsStream(PreloadedClasses.LIST))) {
            listed = new HashSet<>(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
        List<String> needed = PreloadedClasses.loadedFor(Peer.EIGHT_SCHOOLS);
        assertThat(needed).hasSizeGreaterThan(200);
        assertThat(needed.stream().filter(name -> !listed.contains(name)).toList())
                .as("classes that are not listed: make the list anew by org.ppl4j.bench.PreloadedClasses .")
                .hasSizeLessThan(needed.size() / 10);
    }
}
