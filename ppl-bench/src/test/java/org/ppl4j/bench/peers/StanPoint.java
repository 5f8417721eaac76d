package org.ppl4j.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What Stan says of one position.
 *
 * @param logDensity the log density, but for a constant
 * @param position the unconstrained coordinates
 * @param gradient its derivatives
 */
@SuppressWarnings("ArrayRecordComponent")
record StanPoint(double logDensity, double[] position, double[] gradient) {

    /** Reads the points of a model. */
    static List<StanPoint> read(Peer peer) {
        String file = "stan/" + peer.label() + ".csv";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(StanPoint.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(StanPoint::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StanPoint parse(String line) {
        double[] numbers = Arrays.stream(line.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        int dimension = (numbers.length - 1) / 2;
        return new StanPoint(
                numbers[0],
                Arrays.copyOfRange(numbers, 1, 1 + dimension),
                Arrays.copyOfRange(numbers, 1 + dimension, numbers.length));
    }
}
