package io.atrium.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.Operation;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Relation;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.entity.TenantDeleted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deleting a tenant takes everything of it and nothing of others; the system administrator sees no things. */
final class TenantDeletionTest {

    @Test
    void deleteLeavesNoRowInAnyTable() {
        try (TestWorld world = new TestWorld()) {
            UUID doomed = world.newTenant("Doomed");
            Actor admin = fill(world, doomed);
            fill(world, world.tenant);
            Map<String, Long> kept = rows(world, world.tenant);
            assertThat(rows(world, doomed))
                    .containsKeys("entity", "group_member", "access_grant", "relation", "attribute", "api_key")
                    .containsKeys("device_credentials", "audit_log", "setting", "user_account");
            List<Object> events = new ArrayList<>();
            world.platform.bus().on(TenantDeleted.class, events::add);

            assertThat(world.api
                            .delete(TestWorld.SYSTEM, "/api/tenant/" + doomed)
                            .status())
                    .isEqualTo(200);

            // Erased beside the call, and struck off the list then.
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (rows(world, doomed).containsKey("series_erasure") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(rows(world, doomed)).isEmpty();
            assertThat(rows(world, world.tenant)).isEqualTo(kept);
            assertThat(events).containsExactly(new TenantDeleted(doomed));
            assertThat(world.api.get(admin, "/api/tenant/" + doomed).status()).isEqualTo(404);
            assertThat(world.api.get(TestWorld.SYSTEM, "/api/tenant/" + doomed).status())
                    .isEqualTo(404);
            assertThat(world.platform.directories().find(doomed)).isEmpty();
            var log = world.api
                    .get(TestWorld.SYSTEM, "/api/audit/logs?pageSize=9&page=0&actionTypes=DELETED")
                    .json();
            assertThat(log.path("data").findValuesAsText("entityName")).containsExactly("Doomed");
        }
    }

    @Test
    void systemAdministratorCannotReadDevicesOfATenant() {
        try (TestWorld world = new TestWorld()) {
            Kind<?> device = world.platform.directories().kinds().require("DEVICE");
            Entry secret = world.changes.save(
                    world.admin, world.tenant, device, Json.object().put("name", "D"), SaveOptions.PLAIN);
            Scope inside = world.platform.scopes().of(TestWorld.SYSTEM, world.tenant);
            assertThat(inside.may(Operation.READ, secret)).isFalse();
            assertThat(inside.visible(Operation.READ, device).isEmpty()).isTrue();
            Scope own = world.platform.scopes().of(TestWorld.SYSTEM);
            assertThat(own.readable(new Ref("DEVICE", secret.id()))).isEmpty();
            assertThat(world.api.get(TestWorld.SYSTEM, "/api/usage").status()).isEqualTo(403);
            assertThat(world.api
                            .get(TestWorld.SYSTEM, "/api/audit/logs?pageSize=99&page=0")
                            .text())
                    .doesNotContain(secret.id().toString());
        }
    }

    /** Puts at least one row of the tenant into every table that knows tenants, users or owners of settings. */
    private static Actor fill(TestWorld world, UUID tenant) {
        UUID customer = world.newCustomer(tenant, null, "Customer");
        world.newCustomer(tenant, customer, "Below");
        Actor admin = world.newUser(tenant, null, "boss-" + tenant + "@x.example", DefaultGroups.TENANT_ADMINISTRATORS);
        Actor user = world.newUser(tenant, customer, "user-" + tenant + "@x.example", DefaultGroups.CUSTOMER_USERS);
        Kind<?> kind = world.platform.directories().kinds().require("DEVICE");
        Entry device = world.changes.save(admin, tenant, kind, Json.object().put("name", "D1"), SaveOptions.PLAIN);
        Entry other = world.changes.save(admin, tenant, kind, Json.object().put("name", "D2"), SaveOptions.PLAIN);
        world.platform.gate().change(admin, tenant, change -> {
            change.putRelation(new Relation(device.ordinal(), other.ordinal(), "Contains", "COMMON", null, 1));
            change.putAttributes(device, KeyScope.SERVER_SCOPE, Map.of("k", Value.of("v")));
            return tenant;
        });
        world.database.transaction(sql -> {
            UUID id = world.platform.ids().next();
            sql.execute(
                    "insert into user_account (user_id, email, enabled) values (?, ?, true) on conflict do nothing",
                    user.userId(),
                    user.userName());
            sql.execute("insert into api_key values (?, ?, ?, 'key', true, 0, ?)", id, tenant, user.userId(), "h" + id);
            sql.execute(
                    "insert into device_credentials values (?, ?, ?, 'T', ?, null, 1) on conflict do nothing",
                    id,
                    device.id(),
                    tenant,
                    "token-" + id);
            sql.execute("insert into setting values (?, 'mail', '{}'), (?, 'general', '{}')", tenant, user.userId());
            return tenant;
        });
        return admin;
    }

    /** The number of rows that belong to a tenant, by table; tables without any are left out. */
    private static Map<String, Long> rows(TestWorld world, UUID tenant) {
        Map<String, Long> rows = new TreeMap<>();
        world.database.read(sql -> {
            List<String> tables = sql.createQuery("""
                    select table_name from information_schema.columns join information_schema.tables
                        using (table_schema, table_name)
                    where table_schema = 'public' and column_name = 'tenant_id' and table_type = 'BASE TABLE'
                    """).mapTo(String.class).list();
            assertThat(tables).hasSizeGreaterThanOrEqualTo(8);
            tables.forEach(table -> rows.put(table, count(sql, table + " where tenant_id = :tenant", tenant)));
            String users = "(select id from entity where tenant_id = :tenant)";
            rows.put("setting", count(sql, "setting where owner_id = :tenant or owner_id in " + users, tenant));
            String mail = "user_account where email like '%' || :tenant || '%'";
            rows.put("user_account", count(sql, mail, tenant));
            return rows;
        });
        rows.values().removeIf(count -> count == 0);
        return rows;
    }

    private static long count(org.jdbi.v3.core.Handle sql, String what, UUID tenant) {
        return sql.createQuery("select count(*) from " + what)
                .bind("tenant", tenant)
                .mapTo(Long.class)
                .one();
    }
}
