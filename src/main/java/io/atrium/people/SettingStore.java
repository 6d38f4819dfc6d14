package io.atrium.people;

import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import io.atrium.entity.Change;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Settings of users, and the system's rules for log-ins, in the database. */
final class SettingStore {

    private final Database database;

    SettingStore(Database database) {
        this.database = database;
    }

    SecuritySettings security() {
        return find(Ref.NULL_ID, SecuritySettings.KEY)
                .map(text -> Json.read(text, SecuritySettings.class))
                .orElse(SecuritySettings.NONE);
    }

    /** The saved life times of tokens; all empty if nobody saved any. */
    JwtSettings tokens() {
        return find(Ref.NULL_ID, JwtSettings.KEY)
                .map(text -> Json.read(text, JwtSettings.class))
                .orElse(new JwtSettings(null, null, null, null));
    }

    Optional<String> find(UUID owner, String key) {
        return database.read(sql -> find(sql, owner, key));
    }

    /** As {@link #find(UUID, String)}, inside a change. */
    Optional<String> find(Change change, UUID owner, String key) {
        return find(change.sql(), owner, key);
    }

    private static Optional<String> find(Handle sql, UUID owner, String key) {
        return sql.createQuery("select value from setting where owner_id = :owner and key = :key")
                .bind("owner", owner)
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    void put(Change change, UUID owner, String key, String value) {
        change.sql()
                .createUpdate("""
                        insert into setting (owner_id, key, value) values (:owner, :key, :value)
                        on conflict (owner_id, key) do update set value = excluded.value
                        """)
                .bind("owner", owner)
                .bind("key", key)
                .bind("value", value)
                .execute();
    }

    int count(Change change, UUID owner) {
        return change.sql()
                .createQuery("select count(*) from setting where owner_id = :owner")
                .bind("owner", owner)
                .mapTo(Integer.class)
                .one();
    }

    void removeAll(Change change, UUID owner) {
        change.sql()
                .createUpdate("delete from setting where owner_id = :owner")
                .bind("owner", owner)
                .execute();
    }
}
