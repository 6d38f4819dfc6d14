package io.atrium.device;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Offers of devices to be claimed; of secrets the hash only. */
final class ClaimStore {

    private ClaimStore() {}

    /**
     * An offer that stands until a time.
     *
     * @param byOwner true if an administrator of the owner made it, and not the device
     * @param gateway the gateway that brought it, or null
     * @param user the administrator, or null
     */
    record Row(
            String secretHash,
            long expires,
            boolean byOwner,
            @Nullable UUID gateway,
            @Nullable UUID user) {}

    /** Keeps an offer; one that still stands stays as it is, but for an administrator's. */
    static void offer(Handle sql, UUID tenant, UUID device, Row row, long now) {
        sql.createUpdate("""
                        insert into device_claim (device_id, tenant_id, secret_hash, expires, by_owner, gateway_id,
                            offered_by)
                        values (:device, :tenant, :hash, :expires, :byOwner, :gateway, :user)
                        on conflict (device_id) do update
                        set secret_hash = excluded.secret_hash, expires = excluded.expires,
                            by_owner = excluded.by_owner, gateway_id = excluded.gateway_id, offered_by = excluded.offered_by
                        where device_claim.expires <= :now or excluded.by_owner
                        """)
                .bind("byOwner", row.byOwner())
                .bind("gateway", row.gateway())
                .bind("user", row.user())
                .bind("device", device)
                .bind("tenant", tenant)
                .bind("hash", row.secretHash())
                .bind("expires", row.expires())
                .bind("now", now)
                .execute();
    }

    static Optional<Row> find(Handle sql, UUID device) {
        return sql.createQuery("select secret_hash, expires, by_owner, gateway_id, offered_by from device_claim"
                        + " where device_id = :device")
                .bind("device", device)
                .map((rows, context) -> new Row(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getBoolean(3),
                        rows.getObject(4, UUID.class),
                        rows.getObject(5, UUID.class)))
                .findOne();
    }

    static void remove(Handle sql, UUID device) {
        sql.createUpdate("delete from device_claim where device_id = :device")
                .bind("device", device)
                .execute();
    }

    /** Takes away what a device has offered: itself, and what is behind it. */
    static void removeAll(Handle sql, UUID device) {
        sql.createUpdate("delete from device_claim where device_id = :device or gateway_id = :device")
                .bind("device", device)
                .execute();
    }
}
