/** From the unconstrained reals to the support of a distribution, with the log-Jacobian. */
@NullMarked
package org.ppl4j.bijector;

import org.jspecify.annotations.NullMarked;
