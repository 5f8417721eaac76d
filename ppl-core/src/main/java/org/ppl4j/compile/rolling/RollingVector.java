package org.ppl4j.compile.rolling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final FormKeys keys;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Long, Form> forms = new HashMap<>();

    /** What a part is, and which of those of its form. */
    private record Part(Node node, Form form, int row) {}

    /** Parts that are alike, perhaps only one. */
    private static final class Form {

        private final Node first;
        private @Nullable Repetition alike;
        private int count = 1;

        /** Where the elements of all parts are; less than zero as long as that is not known. */
        private int start = -1;

        private Form(Node first) {
            this.first = first;
        }

        private boolean add(Node part) {
            if (alike == null && count == 1) {
                alike = Repetition.of(first, Followed.ALL);
            }
            if (alike == null || !alike.add(part)) {
                return false;
            }
            count++;
            return true;
        }

        private @Nullable Node rolled() {
            return alike == null || count < RollingSum.FEWEST ? null : Rerolling.vector(alike);
        }
    }

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
        Form form = parts.isEmpty() ? null : parts.get(parts.size() - 1).form;
        if (form == null || !form.add(node)) {
            form = form(node);
        }
        parts.add(new Part(node, form, form.count - 1));
    }

    /** Returns the form that a part was added to. */
    private Form form(Node node) {
        long key = keys.of(node);
        Form known = key == FormKeys.NONE ? null : forms.get(key);
        if (known != null && known.add(node)) {
            return known;
        }
        Form form = new Form(node);
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
        Set<Form> separate = Collections.newSetFromMap(new IdentityHashMap<>());
        int[] places = new int[size()];
        int size = 0;
        int at = 0;
        for (Part part : parts) {
            Form form = part.form;
            if (form.start < 0 && !separate.contains(form)) {
                Node rolled = form.rolled();
                if (rolled == null) {
                    separate.add(form);
                } else {
                    rolled.noteOrigin(origin);
                    notes.add(Rerolling.note(form.count, "parts of a vector", origin));
                    form.start = size;
                    tensors.add(rolled);
                    size += rolled.size();
                }
            }
            int elements = part.node.size();
            int start = form.start + part.row * elements;
            if (form.start < 0) {
                start = size;
                tensors.add(part.node);
                size += elements;
            }
            for (int k = 0; k < elements; k++) {
                places[at++] = start + k;
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

    private int size() {
        int size = 0;
        for (Part part : parts) {
            size += part.node.size();
        }
        return size;
    }
}
