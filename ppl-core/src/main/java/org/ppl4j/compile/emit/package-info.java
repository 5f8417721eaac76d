/** Scheduled graphs into class files of scalar code, and what runs in their place if there can be none. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.emit;

import org.jspecify.annotations.NullMarked;
