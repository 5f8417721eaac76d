/** The graph: nodes, operations and their derivatives. */
@NullMarked
package org.ppl4j.graph;

import org.jspecify.annotations.NullMarked;
