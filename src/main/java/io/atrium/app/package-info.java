/**
 * The composition root: reads the settings, starts the parts in order and stops them in reverse.
 *
 * <p>{@link io.atrium.app.Registry} is the product's table of contents; nothing imports this package.
 */
@NullMarked
package io.atrium.app;

import org.jspecify.annotations.NullMarked;
