package io.atrium.device;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds devices by their names, which are unique in a tenant. */
final class DeviceNameStore {

    private DeviceNameStore() {}

    static Optional<UUID> find(Handle sql, UUID tenant, String name) {
        return sql.createQuery("""
                        select id from entity
                        where tenant_id = :tenant and kind = 'DEVICE' and unique_key = :name
                        """)
                .bind("tenant", tenant)
                .bind("name", name)
                .mapTo(UUID.class)
                .findOne();
    }
}
