package io.atrium.device;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Who knows secrets that devices had before, and which owners had them, for a year; of secrets the hash only. */
final class KnownSecretStore {

    private static final Duration KEPT = Duration.ofDays(365);

    private KnownSecretStore() {}

    /**
     * Who knows a secret.
     *
     * @param side the customer or the tenant whose user he was when he learnt it
     */
    record Knower(UUID user, UUID side) {}

    /** Remembers for whom a device's secrets are known that it is about to lose. */
    static void keep(Handle sql, UUID tenant, UUID device, Collection<String> hashes, long now) {
        for (String hash : hashes) {
            sql.createUpdate("""
                            insert into known_secret (tenant_id, secret_hash, user_id, side_id, known_at)
                            select :tenant, :hash, user_id, customer_id, :now from credentials_reader
                            where device_id = :device
                            on conflict (tenant_id, secret_hash, user_id) do update
                            set side_id = excluded.side_id, known_at = excluded.known_at
                            """)
                    .bind("tenant", tenant)
                    .bind("hash", hash)
                    .bind("device", device)
                    .bind("now", now)
                    .execute();
        }
        sql.createUpdate("delete from known_secret where tenant_id = :tenant and known_at < :before")
                .bind("tenant", tenant)
                .bind("before", now - KEPT.toMillis())
                .execute();
    }

    /** Remembers that an owner had a device's secrets that is about to go to another one. */
    static void keepOwner(Handle sql, UUID tenant, UUID owner, Collection<String> hashes, long now) {
        for (String hash : hashes) {
            sql.createUpdate("""
                            insert into owner_secret (tenant_id, secret_hash, owner_id, known_at)
                            values (:tenant, :hash, :owner, :now)
                            on conflict (tenant_id, secret_hash, owner_id) do update set known_at = excluded.known_at
                            """)
                    .bind("tenant", tenant)
                    .bind("hash", hash)
                    .bind("owner", owner)
                    .bind("now", now)
                    .execute();
        }
        sql.createUpdate("delete from owner_secret where tenant_id = :tenant and known_at < :before")
                .bind("tenant", tenant)
                .bind("before", now - KEPT.toMillis())
                .execute();
    }

    /** Whether another owner had one of some secrets. */
    static boolean hadAnother(Handle sql, UUID tenant, UUID owner, Collection<String> hashes) {
        return sql.createQuery("select exists (select 1 from owner_secret where tenant_id = :tenant"
                        + " and secret_hash = any(:hashes) and owner_id <> :owner)")
                .bind("tenant", tenant)
                .bind("hashes", hashes.toArray(String[]::new))
                .bind("owner", owner)
                .mapTo(Boolean.class)
                .one();
    }

    static List<Knower> find(Handle sql, UUID tenant, Collection<String> hashes) {
        return sql.createQuery("select distinct user_id, side_id from known_secret"
                        + " where tenant_id = :tenant and secret_hash = any(:hashes)")
                .bind("tenant", tenant)
                .bind("hashes", hashes.toArray(String[]::new))
                .map((rows, context) -> new Knower(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)))
                .list();
    }
}
