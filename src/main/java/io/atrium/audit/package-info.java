/**
 * Reads the audit log and keeps it within its age limit; writing it is the change gate's part.
 *
 * <p>Reads the table {@code audit_log} and owns the routes under {@code /api/audit} and {@code /api/access/refusals}. The
 * routes of the wire contract show what was done, and what was tried and failed; refusals have no action type there, so
 * they stand in a list of their own. A customer's people see the rows of their own customer and those below it, nothing
 * of the tenant or of other customers.
 *
 * <p>Must not know any kind of entity, nor who writes the rows.
 */
@NullMarked
package io.atrium.audit;

import org.jspecify.annotations.NullMarked;
