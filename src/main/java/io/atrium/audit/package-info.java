/**
 * Reads the audit log; writing it is the change gate's part.
 *
 * <p>Owns the routes under {@code /api/audit}.
 */
@NullMarked
package io.atrium.audit;

import org.jspecify.annotations.NullMarked;
