package org.ppl4j.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A data file, the same for all sides, by the names of its entries. */
public final class PeerData {

    private final JsonNode root;

    private PeerData(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a data file: from this module's resources; or, where it is too large for them, from the folder that
     * {@link GeneratedData} finds or fills.
     *
     * @param name the file's name, without its ending
     * @throws IllegalStateException if it is neither there nor can be made
     */
    static PeerData read(String name) {
        String file = name + ".json";
        try (InputStream resource = PeerData.class.getResourceAsStream(file)) {
            return resource != null ? read(resource) : read(GeneratedData.file(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the path of a data file, for programs that cannot read resources. */
    static Path file(String name) {
        String file = name + ".json";
        try (InputStream resource = PeerData.class.getResourceAsStream(file)) {
            if (resource == null) {
                return GeneratedData.file(file);
            }
            Path copy = Files.createDirectories(GeneratedData.folder()).resolve(file);
            Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PeerData read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return read(stream);
        }
    }

    private static PeerData read(InputStream stream) throws IOException {
        return new PeerData(new ObjectMapper().readTree(stream));
    }

    int integer(String name) {
        return root.required(name).asInt();
    }

    double[] vector(String name) {
        return vector(root.required(name));
    }

    private static double[] vector(JsonNode node) {
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = node.get(i).asDouble();
        }
        return numbers;
    }

    int[] integers(String name) {
        JsonNode node = root.required(name);
        int[] numbers = new int[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = node.get(i).asInt();
        }
        return numbers;
    }

    /** Returns whole numbers that count from one in the file, from zero. */
    int[] places(String name) {
        int[] places = integers(name);
        for (int i = 0; i < places.length; i++) {
            places[i]--;
        }
        return places;
    }

    double[][] matrix(String name) {
        JsonNode node = root.required(name);
        double[][] rows = new double[node.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(node.get(i));
        }
        return rows;
    }
}
