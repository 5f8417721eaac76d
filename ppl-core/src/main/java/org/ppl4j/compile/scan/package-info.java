/** Scans into cheaper ones that compute the same. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.scan;

import org.jspecify.annotations.NullMarked;
