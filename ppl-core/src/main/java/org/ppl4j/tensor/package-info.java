/** Tensors: the values of a model and the functions that a modeller writes. */
@NullMarked
package org.ppl4j.tensor;

import org.jspecify.annotations.NullMarked;
