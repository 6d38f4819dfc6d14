/**
 * Nobody sees or touches what belongs to others, by any route, and bad input does no harm (design.md sections 5 and 9,
 * threats.md).
 *
 * <p>{@code operations.txt} has one line for every operation of the API and says how its path, query and body are
 * filled with the things of a target. The matrix calls every operation as every foreigner, with ids of things that
 * belong to others and with ids that never were, and demands one and the same answer. A new route without a line fails.
 *
 * <p>Knows routes as values only; must not know how any feature works inside.
 */
@NullMarked
package io.atrium.isolation;

import org.jspecify.annotations.NullMarked;
