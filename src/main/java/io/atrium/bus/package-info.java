/**
 * In-process events: a feature publishes what happened, others listen without being known.
 *
 * <p>Events are delivered on the publisher's thread, after the change that caused them is durable and visible.
 */
@NullMarked
package io.atrium.bus;

import org.jspecify.annotations.NullMarked;
