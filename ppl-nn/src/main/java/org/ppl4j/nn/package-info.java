/** Networks described with Deeplearning4j, as differentiable functions of one flat parameter vector. */
@NullMarked
package org.ppl4j.nn;

import org.jspecify.annotations.NullMarked;
