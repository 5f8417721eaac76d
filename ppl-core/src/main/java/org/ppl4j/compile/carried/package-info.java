/** Loops that carry values from step to step into scans. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.carried;

import org.jspecify.annotations.NullMarked;
