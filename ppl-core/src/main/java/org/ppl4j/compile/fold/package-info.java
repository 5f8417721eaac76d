/** Sums over rows of data into statistics, computed once for all evaluations. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.fold;

import org.jspecify.annotations.NullMarked;
