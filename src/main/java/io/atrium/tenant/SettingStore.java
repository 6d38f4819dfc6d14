package io.atrium.tenant;

import io.atrium.db.Database;
import java.util.Optional;
import java.util.UUID;

/** Settings in the database: JSON by owner and key, where the null id owns those of the system. */
final class SettingStore {

    private final Database database;

    SettingStore(Database database) {
        this.database = database;
    }

    Optional<String> find(UUID owner, String key) {
        return database.read(sql -> sql.createQuery("select value from setting where owner_id = :owner and key = :key")
                .bind("owner", owner)
                .bind("key", key)
                .mapTo(String.class)
                .findOne());
    }

    void put(UUID owner, String key, String value) {
        database.transaction(sql -> sql.createUpdate("""
                        insert into setting (owner_id, key, value) values (:owner, :key, :value)
                        on conflict (owner_id, key) do update set value = excluded.value
                        """)
                .bind("owner", owner)
                .bind("key", key)
                .bind("value", value)
                .execute());
    }
}
