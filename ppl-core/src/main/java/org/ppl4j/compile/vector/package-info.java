/** The same loops a second time, in SIMD code. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.vector;

import org.jspecify.annotations.NullMarked;
