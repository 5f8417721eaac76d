/**
 * Pictures of data, draws and predictions, ready to print: PNG, SVG and animated GIF, without a display.
 *
 * <p>Everything is drawn from plain arrays. Colours are told apart by colour-blind readers; classes differ in their
 * marker as well.
 */
@NullMarked
package org.ppl4j.plots;

import org.jspecify.annotations.NullMarked;
