/**
 * Deletions that wait for a while, so that they can be called off: what somebody asked to delete is deleted half a
 * minute later, as he could then do himself, whether his page is still open or not.
 *
 * <p>Owns the table {@code removal} and the routes under {@code /api/removals}. Until its time nothing is touched, so that
 * what was called off has lost neither relations nor history. Knows no kind of entity.
 */
@NullMarked
package io.atrium.removal;

import org.jspecify.annotations.NullMarked;
