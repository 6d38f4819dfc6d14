/**
 * Groups, roles and grants, and what people do with them: share, make public, change the owner, ask why.
 *
 * <p>Owns the routes under {@code /api/entityGroup}, {@code /api/role}, {@code /api/groupPermission}, {@code /api/owner},
 * {@code /api/permissions} and {@code /api/access}. The rules themselves are the access engine's.
 */
@NullMarked
package io.atrium.sharing;

import org.jspecify.annotations.NullMarked;
