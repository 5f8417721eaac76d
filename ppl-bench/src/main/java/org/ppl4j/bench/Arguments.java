package org.ppl4j.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ppl4j.bench.peers.Peer;

/** What a command line says: words, and words with values as in {@code models=bnn,hmm}. */
final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException if one is not known
     */
    Arguments(String[] arguments, String... known) {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (!Arrays.asList(known).contains(parts[0])) {
                throw new IllegalArgumentException(
                        "The argument \"" + argument + "\" is not known. Known are: " + String.join(", ", known) + ".");
            }
            values.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** Returns the words that are listed, or others if there is no list. */
    List<String> texts(String name, List<String> otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : List.of(value.split(",", -1));
    }

    /** Returns the models that are named, or all. */
    List<Peer> peers(String name) {
        String value = values.get(name);
        return value == null
                ? List.of(Peer.values())
                : Arrays.stream(value.split(",", -1))
                        .map(label -> Peer.valueOf(label.toUpperCase(Locale.ROOT)))
                        .toList();
    }
}
