package org.ppl4j.plots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the nested maps and lists that describe a picture to lets-plot. */
final class Spec {

    private Spec() {}

    /** Returns a map of alternating keys and values, in that order. */
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** Returns a copy at every depth, since lets-plot writes into the specification it is given. */
    static Map<String, Object> mutableCopy(Map<String, Object> specification) {
        Map<String, Object> copy = new LinkedHashMap<>();
        specification.forEach((key, value) -> copy.put(key, mutableCopy(value)));
        return copy;
    }

    private static @Nullable Object mutableCopy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> copy.put((String) key, mutableCopy(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(child -> copy.add(mutableCopy(child)));
            return copy;
        }
        return value;
    }
}
