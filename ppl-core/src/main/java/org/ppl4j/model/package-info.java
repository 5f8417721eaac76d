/** The model language: models, sites and the handlers that give a model its meaning. */
@NullMarked
package org.ppl4j.model;

import org.jspecify.annotations.NullMarked;
