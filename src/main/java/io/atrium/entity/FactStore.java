package io.atrium.entity;

import io.atrium.access.Grant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Marks, attachments and who knows secrets, in the database. */
final class FactStore {

    private static final int FETCH_SIZE = 10_000;

    private FactStore() {}

    static void mark(Handle sql, UUID tenant, UUID entity, Mark mark) {
        sql.createUpdate("""
                        insert into entity_mark (entity_id, mark, tenant_id) values (:entity, :mark, :tenant)
                        on conflict do nothing
                        """)
                .bind("entity", entity)
                .bind("mark", mark.name())
                .bind("tenant", tenant)
                .execute();
    }

    static void unmark(Handle sql, UUID entity, Mark mark) {
        sql.createUpdate("delete from entity_mark where entity_id = :entity and mark = :mark")
                .bind("entity", entity)
                .bind("mark", mark.name())
                .execute();
    }

    static void attach(Handle sql, UUID tenant, UUID gateway, UUID device, @Nullable UUID by) {
        sql.createUpdate("""
                        insert into gateway_attachment (gateway_id, device_id, tenant_id, attached_by)
                        values (:gateway, :device, :tenant, :by)
                        on conflict (gateway_id, device_id) do update set attached_by = excluded.attached_by
                        where gateway_attachment.attached_by is not null
                        """)
                .bind("gateway", gateway)
                .bind("device", device)
                .bind("tenant", tenant)
                .bind("by", by)
                .execute();
    }

    static void detach(Handle sql, UUID gateway, UUID device) {
        sql.createUpdate("delete from gateway_attachment where gateway_id = :gateway and device_id = :device")
                .bind("gateway", gateway)
                .bind("device", device)
                .execute();
    }

    static void detachAll(Handle sql, UUID entity) {
        sql.createUpdate("delete from gateway_attachment where gateway_id = :entity or device_id = :entity")
                .bind("entity", entity)
                .execute();
    }

    static void secretRead(Handle sql, UUID tenant, UUID device, UUID user, UUID customer) {
        sql.createUpdate("insert into credentials_reader (device_id, user_id, customer_id, tenant_id)"
                        + " values (:device, :user, :customer, :tenant)"
                        + " on conflict (device_id, user_id) do update set customer_id = excluded.customer_id")
                .bind("device", device)
                .bind("user", user)
                .bind("customer", customer)
                .bind("tenant", tenant)
                .execute();
    }

    static void secretRenewed(Handle sql, UUID device) {
        sql.createUpdate("delete from credentials_reader where device_id = :device")
                .bind("device", device)
                .execute();
    }

    private static void loadReaders(Handle sql, Directory directory) {
        sql.createQuery("select device_id, user_id, customer_id from credentials_reader where tenant_id = :tenant")
                .bind("tenant", directory.tenantId())
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> {
                    UUID user = rs.getObject(2, UUID.class);
                    UUID customer = rs.getObject(3, UUID.class);
                    directory
                            .find(rs.getObject(1, UUID.class))
                            .ifPresent(device -> directory.secretReaders().put(device.ordinal(), user, customer));
                    return true;
                })
                .forEach(done -> {});
    }

    static void load(Handle sql, Directory directory) {
        loadReaders(sql, directory);
        sql.createQuery("select entity_id, mark from entity_mark where tenant_id = :tenant")
                .bind("tenant", directory.tenantId())
                .map((rs, context) -> {
                    Mark mark = Mark.valueOf(rs.getString(2));
                    directory
                            .find(rs.getObject(1, UUID.class))
                            .ifPresent(entry -> directory.mark(mark, entry.ordinal(), true));
                    return true;
                })
                .forEach(done -> {});
        sql.createQuery("select gateway_id, device_id, attached_by from gateway_attachment where tenant_id = :tenant")
                .bind("tenant", directory.tenantId())
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> {
                    UUID by = rs.getObject(3, UUID.class);
                    Optional<Entry> user = by == null ? Optional.empty() : directory.find(by);
                    Optional<Entry> gateway = directory.find(rs.getObject(1, UUID.class));
                    Optional<Entry> device = directory.find(rs.getObject(2, UUID.class));
                    // What somebody attached who is gone counts no more.
                    if (gateway.isPresent() && device.isPresent() && (by == null || user.isPresent())) {
                        directory
                                .attachments()
                                .put(
                                        gateway.get().ordinal(),
                                        device.get().ordinal(),
                                        user.map(Entry::ordinal).orElse(Grant.NONE));
                    }
                    return true;
                })
                .forEach(done -> {});
    }
}
