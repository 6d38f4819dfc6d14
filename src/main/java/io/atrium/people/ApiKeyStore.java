package io.atrium.people;

import io.atrium.base.Ids;
import io.atrium.db.Database;
import io.atrium.entity.Change;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** API keys in the database; their values are there as hashes only. */
final class ApiKeyStore {

    private final Database database;

    ApiKeyStore(Database database) {
        this.database = database;
    }

    /**
     * @param expires in milliseconds; 0 for never
     * @param madeBy who saw the key's value; null if that is not known
     */
    record Row(
            UUID id,
            UUID tenantId,
            UUID userId,
            String description,
            boolean enabled,
            long expires,
            @Nullable UUID madeBy) {

        long createdTime() {
            return Ids.millisOf(id);
        }

        boolean isExpired(long now) {
            return expires != 0 && expires <= now;
        }
    }

    Optional<Row> byHash(String hash) {
        return database.read(
                sql -> rows(sql.createQuery(select("value_hash = :hash")).bind("hash", hash)).stream()
                        .findFirst());
    }

    Optional<Row> byId(UUID id) {
        return database.read(sql -> rows(sql.createQuery(select("id = :id")).bind("id", id)).stream()
                .findFirst());
    }

    List<Row> ofUser(UUID user) {
        return database.read(sql ->
                rows(sql.createQuery(select("user_id = :user order by id")).bind("user", user)));
    }

    private static String select(String condition) {
        return "select id, tenant_id, user_id, description, enabled, expires, made_by from api_key where " + condition;
    }

    private static List<Row> rows(Query query) {
        return query.map((rs, context) -> new Row(
                        rs.getObject(1, UUID.class),
                        rs.getObject(2, UUID.class),
                        rs.getObject(3, UUID.class),
                        rs.getString(4),
                        rs.getBoolean(5),
                        rs.getLong(6),
                        rs.getObject(7, UUID.class)))
                .list();
    }

    int count(Change change, UUID user) {
        return change.sql()
                .createQuery("select count(*) from api_key where user_id = :user")
                .bind("user", user)
                .mapTo(Integer.class)
                .one();
    }

    void insert(Change change, Row row, String hash) {
        change.sql()
                .createUpdate("""
                        insert into api_key (id, tenant_id, user_id, description, enabled, expires, value_hash, made_by)
                        values (:id, :tenant, :user, :description, :enabled, :expires, :hash, :by)
                        """)
                .bind("id", row.id())
                .bind("tenant", row.tenantId())
                .bind("user", row.userId())
                .bind("description", row.description())
                .bind("enabled", row.enabled())
                .bind("expires", row.expires())
                .bind("hash", hash)
                .bind("by", row.madeBy())
                .execute();
    }

    /** Switches all keys of a user off; how many there were. */
    int switchOff(Change change, UUID user) {
        return change.sql()
                .createUpdate("update api_key set enabled = false where user_id = :user and enabled")
                .bind("user", user)
                .execute();
    }

    /** Deletes all keys of a user; how many there were. */
    int deleteOf(Change change, UUID user) {
        return change.sql()
                .createUpdate("delete from api_key where user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** Describes a key, and leaves the switch as it is by then. */
    void describe(Change change, UUID id, String description) {
        change.sql()
                .createUpdate("update api_key set description = :description where id = :id")
                .bind("id", id)
                .bind("description", description)
                .execute();
    }

    void setEnabled(Change change, UUID id, boolean enabled) {
        change.sql()
                .createUpdate("update api_key set enabled = :enabled where id = :id")
                .bind("id", id)
                .bind("enabled", enabled)
                .execute();
    }

    void delete(Change change, UUID id) {
        change.sql()
                .createUpdate("delete from api_key where id = :id")
                .bind("id", id)
                .execute();
    }
}
