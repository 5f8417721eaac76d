package org.ppl4j.compile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the lengths of the methods' code out of a class file (JVM Specification, chapter 4). */
final class CodeSizes {

    private CodeSizes() {}

    static List<Integer> of(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipNBytes(8);
            Map<Integer, String> names = constants(in);
            in.skipNBytes(6);
            in.skipNBytes(2L * in.readUnsignedShort());
            if (in.readUnsignedShort() != 0) {
                throw new IllegalStateException("fields were not expected");
            }
            List<Integer> sizes = new ArrayList<>();
            int methods = in.readUnsignedShort();
            for (int m = 0; m < methods; m++) {
                in.skipNBytes(6);
                int attributes = in.readUnsignedShort();
                for (int a = 0; a < attributes; a++) {
                    String name = names.get(in.readUnsignedShort());
                    int length = in.readInt();
                    if ("Code".equals(name)) {
                        in.skipNBytes(4);
                        sizes.add(in.readInt());
                        length -= 8;
                    }
                    in.skipNBytes(length);
                }
            }
            return sizes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<Integer, String> constants(DataInputStream in) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> names.put(i, in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IllegalStateException("constant tag " + tag);
            }
        }
        return names;
    }
}
