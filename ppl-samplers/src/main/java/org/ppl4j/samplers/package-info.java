/** Samplers, the driver that runs them as chains, and the draws with their diagnostics. */
@NullMarked
package org.ppl4j.samplers;

import org.jspecify.annotations.NullMarked;
