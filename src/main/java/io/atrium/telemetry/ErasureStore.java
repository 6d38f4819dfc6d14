package io.atrium.telemetry;

import io.atrium.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The entities whose series have to go: the database itself adds every deleted one in the transaction that deletes it, so
 * that none is forgotten when the server dies before it erased them.
 */
final class ErasureStore {

    /** An entity that is gone; a tenant is its own tenant. */
    record Gone(UUID tenant, UUID entity) {
        boolean isTenant() {
            return tenant.equals(entity);
        }
    }

    private final Database database;

    ErasureStore(Database database) {
        this.database = database;
    }

    /** Some that wait, in the order of ids from the given one on; tenants come first, for they settle all that they had. */
    List<Gone> next(boolean tenants, UUID after, int limit) {
        return database.read(sql -> sql.createQuery("""
                        select tenant_id, entity_id from series_erasure
                        where (tenant_id = entity_id) = :tenants and entity_id > :after order by entity_id limit :limit
                        """)
                .bind("tenants", tenants)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, context) -> new Gone(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class)))
                .list());
    }

    void done(Collection<UUID> entities) {
        database.transaction(sql -> sql.createUpdate("delete from series_erasure where entity_id = any(:ids)")
                .bind("ids", entities.toArray(UUID[]::new))
                .execute());
    }

    void doneWithTenant(UUID tenant) {
        database.transaction(sql -> sql.createUpdate("delete from series_erasure where tenant_id = :tenant")
                .bind("tenant", tenant)
                .execute());
    }
}
