/** Log densities, as samplers see them. */
@NullMarked
package org.ppl4j.density;

import org.jspecify.annotations.NullMarked;
