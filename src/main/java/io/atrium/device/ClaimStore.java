package io.atrium.device;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Offers of devices to be claimed; of secrets the hash only. */
final class ClaimStore {

    private ClaimStore() {}

    /** An offer that stands until a time. */
    record Row(String secretHash, long expires) {}

    /** Keeps an offer; one that still stands stays as it is. */
    static void offer(Handle sql, UUID tenant, UUID device, Row row, long now) {
        sql.createUpdate("""
                        insert into device_claim (device_id, tenant_id, secret_hash, expires)
                        values (:device, :tenant, :hash, :expires)
                        on conflict (device_id) do update
                        set secret_hash = excluded.secret_hash, expires = excluded.expires
                        where device_claim.expires <= :now
                        """)
                .bind("device", device)
                .bind("tenant", tenant)
                .bind("hash", row.secretHash())
                .bind("expires", row.expires())
                .bind("now", now)
                .execute();
    }

    static Optional<Row> find(Handle sql, UUID device) {
        return sql.createQuery("select secret_hash, expires from device_claim where device_id = :device")
                .bind("device", device)
                .map((rows, context) -> new Row(rows.getString(1), rows.getLong(2)))
                .findOne();
    }

    static void remove(Handle sql, UUID device) {
        sql.createUpdate("delete from device_claim where device_id = :device")
                .bind("device", device)
                .execute();
    }
}
