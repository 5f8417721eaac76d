/** Graphs into simpler ones that compute the same: the rules, and what they share. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.rewrite;

import org.jspecify.annotations.NullMarked;
