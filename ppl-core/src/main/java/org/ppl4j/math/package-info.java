/** Elementary and special functions and the fixed-order reductions: one arithmetic for the interpreter and for compiled code. */
@NullMarked
package org.ppl4j.math;

import org.jspecify.annotations.NullMarked;
