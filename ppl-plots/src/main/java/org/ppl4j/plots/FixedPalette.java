package org.ppl4j.plots;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The at most 256 colours that all frames of an animation share.
 *
 * <p>Frames hold few solid colours and the shades between them; the most frequent shades that differ visibly from those
 * already chosen come close enough, without dithering.
 */
final class FixedPalette {

    private static final int SIZE = 256;
    private static final int CELLS = 1 << 18;
    // Squared distance below which two colours look the same: about four steps in each channel.
    private static final int SAME = 48;

    private final int[] colours = new int[SIZE];
    private int used;
    private final IndexColorModel model;
    // For each colour of 6 bits a channel, one more than the nearest entry, or zero where not yet known. Any thread
    // that
    // fills a cell fills in the same value.
    private final short[] nearest = new short[CELLS];

    private FixedPalette(List<BufferedImage> samples, List<Integer> solid) {
        solid.stream().distinct().forEach(this::add);
        int[] counts = new int[CELLS];
        for (BufferedImage image : samples) {
            for (int pixel : pixels(image)) {
                counts[cell(pixel)]++;
            }
        }
        int[] frequent = IntStream.range(0, CELLS)
                .filter(cell -> counts[cell] > 0)
                .boxed()
                .sorted(Comparator.comparing((Integer cell) -> -counts[cell]).thenComparing(cell -> cell))
                .mapToInt(cell -> centre(cell))
                .toArray();
        for (int i = 0; i < frequent.length && used < SIZE; i++) {
            if (distance(frequent[i], colours[search(frequent[i])]) > SAME) {
                add(frequent[i]);
            }
        }
        byte[][] channels = new byte[3][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int channel = 0; channel < 3; channel++) {
                channels[channel][i] = (byte) (colours[i] >> (16 - 8 * channel));
            }
        }
        model = new IndexColorModel(8, SIZE, channels[0], channels[1], channels[2]);
        for (int i = used - 1; i >= 0; i--) {
            nearest[cell(colours[i])] = (short) (i + 1);
        }
    }

    static FixedPalette of(List<BufferedImage> samples, List<Integer> solid) {
        return new FixedPalette(samples, solid);
    }

    /** Returns the image in the colours of this palette. */
    BufferedImage index(BufferedImage image) {
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        int[] from = pixels(image);
        byte[] to = ((DataBufferByte) indexed.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < from.length; i++) {
            int cell = cell(from[i]);
            int entry = nearest[cell];
            if (entry == 0) {
                entry = search(centre(cell)) + 1;
                nearest[cell] = (short) entry;
            }
            to[i] = (byte) (entry - 1);
        }
        return indexed;
    }

    private void add(int colour) {
        colours[used++] = colour;
    }

    private int search(int colour) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < used; i++) {
            int distance = distance(colour, colours[i]);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static int distance(int a, int b) {
        int red = ((a >> 16) & 0xFF) - ((b >> 16) & 0xFF);
        int green = ((a >> 8) & 0xFF) - ((b >> 8) & 0xFF);
        int blue = (a & 0xFF) - (b & 0xFF);
        return red * red + green * green + blue * blue;
    }

    private static int cell(int colour) {
        return ((colour >> 6) & 0x3F000) | ((colour >> 4) & 0xFC0) | ((colour >> 2) & 0x3F);
    }

    private static int centre(int cell) {
        return ((cell & 0x3F000) << 6) | ((cell & 0xFC0) << 4) | ((cell & 0x3F) << 2) | 0x020202;
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
