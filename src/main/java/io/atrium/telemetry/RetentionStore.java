package io.atrium.telemetry;

import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Retention rules in the database. */
final class RetentionStore {

    private final Database database;

    RetentionStore(Database database) {
        this.database = database;
    }

    /**
     * A rule, the entity that it is set on, and the customer whose people set it; null for the tenant's.
     */
    record Stored(UUID entity, @Nullable UUID setFor, RetentionRule rule) {}

    List<Stored> ofTenant(UUID tenant) {
        return database.read(sql -> sql.createQuery("""
                        select entity_id, set_for, key, ttl_seconds from series_retention where tenant_id = :tenant
                        order by 1, 3
                        """)
                .bind("tenant", tenant)
                .map((rs, context) -> stored(rs))
                .list());
    }

    List<Stored> ofEntity(UUID entity) {
        return database.read(sql -> sql.createQuery("""
                        select entity_id, set_for, key, ttl_seconds from series_retention where entity_id = :entity
                        order by 3
                        """)
                .bind("entity", entity)
                .map((rs, context) -> stored(rs))
                .list());
    }

    private static Stored stored(ResultSet rs) throws SQLException {
        return new Stored(
                rs.getObject(1, UUID.class), rs.getObject(2, UUID.class), rule(rs.getString(3), rs.getLong(4)));
    }

    private static RetentionRule rule(String key, long ttlSeconds) {
        return new RetentionRule(key.isEmpty() ? null : key, ttlSeconds);
    }

    static void replace(Handle sql, UUID tenant, UUID entity, @Nullable UUID setFor, List<RetentionRule> rules) {
        sql.createUpdate("delete from series_retention where entity_id = :entity")
                .bind("entity", entity)
                .execute();
        if (rules.isEmpty()) {
            return;
        }
        PreparedBatch batch = sql.prepareBatch("""
                insert into series_retention (tenant_id, entity_id, set_for, key, ttl_seconds)
                values (:tenant, :entity, :for, :key, :seconds)
                """);
        for (RetentionRule rule : rules) {
            batch.bind("tenant", tenant)
                    .bind("entity", entity)
                    .bind("for", setFor)
                    .bind("key", rule.storedKey())
                    .bind("seconds", rule.ttlSeconds())
                    .add();
        }
        batch.execute();
    }

    /** Every tenant. */
    List<UUID> tenants() {
        return database.read(sql -> sql.createQuery("select id from entity where kind = 'TENANT' and id <> :system")
                .bind("system", Ref.NULL_ID)
                .mapTo(UUID.class)
                .list());
    }
}
