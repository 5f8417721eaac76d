/** Measurements of the suite's models: gradients, tracing and sampling, beside hand-written Java, Stan and others. */
@NullMarked
package org.ppl4j.bench;

import org.jspecify.annotations.NullMarked;
