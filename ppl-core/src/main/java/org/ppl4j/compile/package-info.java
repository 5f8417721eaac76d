/**
 * From a graph to JVM bytecode. {@link org.ppl4j.compile.Compiler} runs the {@link org.ppl4j.compile.Optimization passes}
 * and makes a {@link org.ppl4j.compile.Program}; the packages under this one are its parts, and may change at any time.
 */
@NullMarked
package org.ppl4j.compile;

import org.jspecify.annotations.NullMarked;
