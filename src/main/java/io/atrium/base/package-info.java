/**
 * The words that every other package speaks: references, pages, problems, JSON, the clock and the source of ids.
 *
 * <p>Owns no table, no route and no thread. Knows the JDK and the JSON library only.
 */
@NullMarked
package io.atrium.base;

import org.jspecify.annotations.NullMarked;
