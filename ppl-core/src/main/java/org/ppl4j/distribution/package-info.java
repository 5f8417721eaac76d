/** Distributions, one file each. */
@NullMarked
package org.ppl4j.distribution;

import org.jspecify.annotations.NullMarked;
