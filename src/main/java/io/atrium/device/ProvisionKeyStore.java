package io.atrium.device;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The keys by which unknown devices name the profile that takes them in; unique over the installation. */
final class ProvisionKeyStore {

    private ProvisionKeyStore() {}

    /** A profile that takes devices in. */
    record Row(UUID tenantId, UUID profileId) {}

    static Optional<Row> find(Handle sql, String key) {
        return sql.createQuery("select tenant_id, profile_id from device_provision_key where key = :key")
                .bind("key", key)
                .map((rows, context) -> new Row(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)))
                .findOne();
    }

    /** Gives a profile a key; false if it is taken. */
    static boolean put(Handle sql, UUID tenant, UUID profile, String key) {
        remove(sql, profile);
        int added = sql.createUpdate("""
                        insert into device_provision_key (profile_id, tenant_id, key)
                        values (:profile, :tenant, :key) on conflict (key) do nothing
                        """)
                .bind("profile", profile)
                .bind("tenant", tenant)
                .bind("key", key)
                .execute();
        return added > 0;
    }

    static void remove(Handle sql, UUID profile) {
        sql.createUpdate("delete from device_provision_key where profile_id = :profile")
                .bind("profile", profile)
                .execute();
    }
}
