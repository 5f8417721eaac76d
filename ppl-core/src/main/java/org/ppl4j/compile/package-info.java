/** From a graph to JVM bytecode: the passes, the emitter, and the interpreter that checks them. */
@NullMarked
package org.ppl4j.compile;

import org.jspecify.annotations.NullMarked;
