/** Complete programs to read, run and start from. */
@NullMarked
package org.ppl4j.examples;

import org.jspecify.annotations.NullMarked;
