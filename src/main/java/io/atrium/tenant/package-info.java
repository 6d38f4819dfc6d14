/**
 * Tenants, their profiles, and the settings of the installation.
 *
 * <p>Owns the table {@code tenant_profile}, the settings {@code general}, {@code mail} and {@code securitySettings} in the
 * table {@code setting}, and the routes under {@code /api/tenant}, {@code /api/tenantProfile}, {@code /api/admin}, {@code
 * /api/uiSettings} and {@code /api/usage}. A tenant is a row of {@code entity} that is its own tenant and owner; the system
 * administrator reads tenants by SQL, a tenant's own people through their scope. What is done to tenants is on the audit
 * log of the system.
 *
 * <p>Publishes {@link io.atrium.entity.TenantDeleted}. Must not know what a tenant holds: deleting one walks every table
 * that has a {@code tenant_id}.
 */
@NullMarked
package io.atrium.tenant;

import org.jspecify.annotations.NullMarked;
