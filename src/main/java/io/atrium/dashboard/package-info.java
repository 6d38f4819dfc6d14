/**
 * Dashboards, and which one a user lands on.
 *
 * <p>Owns the routes under {@code /api/dashboard}. The configuration is opaque JSON; what it names is resolved with the
 * viewer's rights when it is read.
 */
@NullMarked
package io.atrium.dashboard;

import org.jspecify.annotations.NullMarked;
