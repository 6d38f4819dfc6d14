package io.atrium.device;

import io.atrium.base.VisibleText;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds devices by their names, which are unique in a tenant; blanks of other kinds and at the ends make no difference. */
final class DeviceNameStore {

    private DeviceNameStore() {}

    static Optional<UUID> find(Handle sql, UUID tenant, String name) {
        return sql.createQuery("""
                        select id from entity
                        where tenant_id = :tenant and kind = 'DEVICE' and unique_key in (:name, :plain)
                        order by unique_key = :name desc limit 1
                        """)
                .bind("tenant", tenant)
                .bind("name", name)
                .bind("plain", VisibleText.plain(name))
                .mapTo(UUID.class)
                .findOne();
    }
}
