package io.atrium.telemetry;

import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Retention rules in the database. */
final class RetentionStore {

    private final Database database;

    RetentionStore(Database database) {
        this.database = database;
    }

    /** The rules of a tenant by the entity that they are set on. */
    Map<UUID, List<RetentionRule>> ofTenant(UUID tenant) {
        Map<UUID, List<RetentionRule>> rules = new HashMap<>();
        database.read(sql -> sql.createQuery("""
                        select entity_id, key, ttl_seconds from series_retention where tenant_id = :tenant order by 1, 2
                        """)
                .bind("tenant", tenant)
                .map((rs, context) -> rules.computeIfAbsent(rs.getObject(1, UUID.class), id -> new ArrayList<>())
                        .add(rule(rs.getString(2), rs.getLong(3))))
                .list());
        return rules;
    }

    List<RetentionRule> ofEntity(UUID entity) {
        return database.read(sql -> sql.createQuery(
                        "select key, ttl_seconds from series_retention where entity_id = :entity order by 1")
                .bind("entity", entity)
                .map((rs, context) -> rule(rs.getString(1), rs.getLong(2)))
                .list());
    }

    private static RetentionRule rule(String key, long ttlSeconds) {
        return new RetentionRule(key.isEmpty() ? null : key, ttlSeconds);
    }

    static void replace(Handle sql, UUID tenant, UUID entity, List<RetentionRule> rules) {
        sql.createUpdate("delete from series_retention where entity_id = :entity")
                .bind("entity", entity)
                .execute();
        if (rules.isEmpty()) {
            return;
        }
        PreparedBatch batch = sql.prepareBatch("""
                insert into series_retention (tenant_id, entity_id, key, ttl_seconds)
                values (:tenant, :entity, :key, :seconds)
                """);
        for (RetentionRule rule : rules) {
            batch.bind("tenant", tenant)
                    .bind("entity", entity)
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
