package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Concatenate;
import org.ppl4j.graph.Indices;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Nodes;
import org.ppl4j.graph.Origin;
import org.ppl4j.graph.Shape;

/**
 * A vector whose parts are put together, form by form, as they come: those of one form become one tensor, wherever they are, such
 * as all elements of a matrix that are not on its diagonal.
 */
final class RollingVector {

    /** No start: parts of the form stay as they are. */
    private static final int SEPARATE = -1;

    private final FormKeys keys;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Long, RollingForm> forms = new HashMap<>();

    /** What a part is, and which of those of its form. */
    private record Part(Node node, RollingForm form, int row) {}

    /**
     * Creates a vector without parts.
     *
     * @param keys the graph's
     */
    RollingVector(FormKeys keys) {
        this.keys = keys;
    }

    /** Adds a part after the others. */
    void add(Node node) {
        RollingForm form = parts.isEmpty() ? null : parts.get(parts.size() - 1).form;
        if (form == null || !form.add(node, Followed.ALL)) {
            form = form(node);
        }
        parts.add(new Part(node, form, form.count() - 1));
    }

    /** Returns the form that a part was added to. */
    private RollingForm form(Node node) {
        long key = keys.of(node);
        RollingForm known = key == FormKeys.NONE ? null : forms.get(key);
        if (known != null && known.add(node, Followed.ALL)) {
            return known;
        }
        RollingForm form = new RollingForm(node);
        if (key != FormKeys.NONE) {
            forms.put(key, form);
        }
        return form;
    }

    /**
     * Returns the vector, or null if no parts were put together.
     *
     * @param origin where it was written
     * @param notes receives a line for each form
     */
    @Nullable
    Node vector(@Nullable Origin origin, List<String> notes) {
        List<Node> tensors = new ArrayList<>();
        Map<RollingForm, Integer> starts = new IdentityHashMap<>();
        int[] places = new int[size()];
        int size = 0;
        int at = 0;
        for (Part part : parts) {
            Integer start = starts.get(part.form);
            if (start == null) {
                Node rolled = rolled(part.form);
                start = rolled == null ? SEPARATE : size;
                starts.put(part.form, start);
                if (rolled != null) {
                    rolled.noteOrigin(origin);
                    notes.add(Rerolling.note(part.form.count(), "parts of a vector", origin));
                    tensors.add(rolled);
                    size += rolled.size();
                }
            }
            int elements = part.node.size();
            int first = start + part.row * elements;
            if (start == SEPARATE) {
                first = size;
                tensors.add(part.node);
                size += elements;
            }
            for (int k = 0; k < elements; k++) {
                places[at++] = first + k;
            }
        }
        if (tensors.size() == parts.size()) {
            return null;
        }
        Node all = tensors.size() == 1
                ? Nodes.reshape(tensors.get(0), Shape.of(size))
                : Node.of(new Concatenate(), tensors);
        all.noteOrigin(origin);
        Indices order = Indices.of(places);
        Node vector = order.equals(Indices.range(size, 0, 1)) ? all : Nodes.take(all, Shape.of(at), order);
        vector.noteOrigin(origin);
        return vector;
    }

    private static @Nullable Node rolled(RollingForm form) {
        Repetition alike = form.rolled();
        return alike == null ? null : Rerolling.vector(alike);
    }

    private int size() {
        int size = 0;
        for (Part part : parts) {
            size += part.node.size();
        }
        return size;
    }
}
