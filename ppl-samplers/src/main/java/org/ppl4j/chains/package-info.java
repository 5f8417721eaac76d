/** Draws of several chains, their tables and files, and the diagnostics of convergence. */
@NullMarked
package org.ppl4j.chains;

import org.jspecify.annotations.NullMarked;
