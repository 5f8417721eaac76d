package org.ppl4j.compile.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ppl4j.graph.Node;
import org.ppl4j.graph.Shape;

/**
 * A tensor in parts.
 *
 * @param shape the tensor's shape
 * @param form what the parts are
 * @param nodes the parts: scalars in row-major order, columns in row-major order of the trailing axes, or one node
 * @param whole the tensor as one node, if there is one
 */
record Parts(
        Shape shape, Form form, List<Node> nodes, @Nullable Node whole) {

    enum Form {
        SCALARS,
        COLUMNS,
        WHOLE
    }

    int rows() {
        return shape.dimension(0);
    }
}
