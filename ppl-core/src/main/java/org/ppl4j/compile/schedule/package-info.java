/** What is computed when, in which method and loop, and where its values lie. Internal to the compiler. */
@NullMarked
package org.ppl4j.compile.schedule;

import org.jspecify.annotations.NullMarked;
