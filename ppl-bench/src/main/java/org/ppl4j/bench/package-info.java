/** Benchmarks of compiled densities beside hand-written Java, in one run. */
@NullMarked
package org.ppl4j.bench;

import org.jspecify.annotations.NullMarked;
