/** The statements of a user's loop into operations on vectors. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.rolling;

import org.jspecify.annotations.NullMarked;
