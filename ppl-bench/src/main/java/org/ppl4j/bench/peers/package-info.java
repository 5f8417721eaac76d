/** The models that PPL4J, hand-written Java and other systems are measured on, all from the same data. */
@NullMarked
package org.ppl4j.bench.peers;

import org.jspecify.annotations.NullMarked;
