/**
 * Tenants, their profiles, and the settings of the system.
 *
 * <p>Owns the table {@code setting} and the routes under {@code /api/tenant}, {@code /api/tenantProfile}, {@code
 * /api/admin} and {@code /api/system}.
 */
@NullMarked
package io.atrium.tenant;

import org.jspecify.annotations.NullMarked;
