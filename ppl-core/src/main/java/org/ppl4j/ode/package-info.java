/** Differential equations as parts of a model. */
@NullMarked
package org.ppl4j.ode;

import org.jspecify.annotations.NullMarked;
