package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database of the first schema had said in names, flags and relations is taken over as facts, as far as it is safe. */
final class SafeUnderAttackMigrationTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");
    private static final String READING = "[\"READ\",\"READ_ATTRIBUTES\",\"READ_TELEMETRY\"]";

    private final UUID tenant = Ids.system().next();
    private final UUID customer = Ids.system().next();

    @TempDir
    Path old;

    @Test
    void factsFollowFromWhatWasThere() throws IOException {
        Files.copy(FOLDER.resolve("V0001__schema.sql"), old.resolve("V0001__schema.sql"));
        DatabaseAddress address = TestPostgres.emptyAddress();
        UUID gateway;
        UUID foreign;
        UUID made;
        UUID seen;
        try (Database first = Database.open(address, 1, "filesystem:" + old, Duration.ofSeconds(5))) {
            gateway = first.transaction(this::rows);
            made = id(first, "made");
            foreign = id(first, "foreign");
            seen = id(first, "seen");
        }
        try (Database migrated = Database.open(address, 1)) {
            assertThat(marks(migrated, gateway)).containsExactly("GATEWAY");
            assertThat(marks(migrated, id(migrated, "text gateway"))).containsExactly("GATEWAY");
            assertThat(marks(migrated, made)).isEmpty();
            assertThat(marks(migrated, seen)).containsExactly("CREDENTIALS_KNOWN");
            assertThat(text(migrated, "select device_id || ' by ' || user_id from credentials_reader"))
                    .startsWith(seen + " by ");
            assertThat(text(migrated, "select status from rpc")).isEqualTo("EXPIRED");
            assertThat(attached(migrated)).containsExactlyInAnyOrder(made + " of gateway");
            assertThat(foreign).isNotNull();
            assertThat(marks(migrated, id(migrated, "Entity Group Read-only User")))
                    .containsExactly("READ_SHARE_ROLE");
            assertThat(marks(migrated, id(migrated, "Entity Group Public User")))
                    .as("somebody's own role")
                    .isEmpty();
            assertThat(marks(migrated, id(migrated, "Public"))).containsExactly("PUBLIC_CUSTOMER");
            assertThat(text(migrated, "select count(*)::text from attribute")).isEqualTo("1");
            assertThat(text(migrated, "select data from audit_log where entity_kind = 'DEVICE_PROFILE'"))
                    .contains("(secret)")
                    .doesNotContain("hush");
            assertThat(text(
                            migrated,
                            "select string_agg(email, ' ' order by email desc) from user_account where switched_off"))
                    .as(
                            "who may not log in though there is a password, or was switched off before; others wait for the link")
                    .isEqualTo("off@a.example never@a.example");
            assertThat(marks(migrated, id(migrated, "never@a.example"))).containsExactly("ACCOUNT_OFF");
            assertThat(marks(migrated, id(migrated, "again@a.example"))).isEmpty();
        }
    }

    /** When the last row of the log was written. */
    private long audited;

    private UUID rows(Handle sql) {
        insert(sql, tenant, "TENANT", tenant, "Acme", "");
        insert(sql, customer, "CUSTOMER", tenant, "A", "\"additionalInfo\":{}");
        entity(sql, "CUSTOMER", tenant, "Public", "\"additionalInfo\":{\"isPublic\":true}");
        UUID gateway = entity(sql, "DEVICE", tenant, "gateway", "\"additionalInfo\":{\"gateway\":true}");
        entity(sql, "DEVICE", tenant, "text gateway", "\"additionalInfo\":{\"gateway\":\"true\"}");
        UUID made = entity(sql, "DEVICE", tenant, "made", "\"additionalInfo\":{\"gateway\":false}");
        UUID ofCustomer =
                entity(sql, "DEVICE", customer, "customer's gateway", "\"additionalInfo\":{\"gateway\":true}");
        UUID foreign = entity(sql, "DEVICE", tenant, "foreign", "\"additionalInfo\":null");
        UUID seen = entity(sql, "DEVICE", tenant, "seen", "\"additionalInfo\":null");
        relate(sql, gateway, made);
        relate(sql, ofCustomer, foreign);
        role(sql, "Entity Group Read-only User", READING);
        role(sql, "Entity Group Public User", "[\"ALL\"]");
        sql.execute(
                "insert into rpc (id, tenant_id, device_id, expiration, request, status, retries, oneway)"
                        + " values (?, ?, ?, 1, '{}', 'QUEUED', 1, true)",
                Ids.system().next(),
                tenant,
                seen);
        UUID user = entity(sql, "USER", customer, "u@a.example", "");
        audit(sql, seen, "DEVICE", user, "CREDENTIALS_READ", "{}");
        audit(sql, made, "DEVICE", tenant, "CREDENTIALS_READ", "{}");
        String data = "{\"entity\":{\"provisionDeviceSecret\":\"hu\\\"sh\",\"name\":\"p\"}}";
        audit(sql, Ids.system().next(), "DEVICE_PROFILE", user, "UPDATED", data);
        attribute(sql, made, "claimingData");
        attribute(sql, made, "floor");
        account(sql, "on@a.example", true, "hash");
        account(sql, "off@a.example", false, "hash");
        account(sql, "invited@a.example", false, null);
        UUID never = account(sql, "never@a.example", false, null);
        UUID again = account(sql, "again@a.example", false, null);
        audit(sql, never, "USER", user, "ACTIVATED", "{}");
        List.of(never, again).forEach(off -> audit(sql, off, "USER", user, "SUSPENDED", "{}"));
        audit(sql, again, "USER", user, "ACTIVATED", "{}");
        return gateway;
    }

    private UUID entity(Handle sql, String kind, UUID owner, String name, String body) {
        UUID id = Ids.system().next();
        insert(sql, id, kind, owner, name, body);
        return id;
    }

    private void insert(Handle sql, UUID id, String kind, UUID owner, String name, String body) {
        sql.execute(
                "insert into entity (id, tenant_id, kind, owner_id, name, subtype, body, version, owner_since)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 1, 0)",
                id,
                tenant,
                kind,
                owner,
                name,
                kind.equals("ROLE") ? "GROUP" : null,
                body);
    }

    private void role(Handle sql, String name, String permissions) {
        entity(
                sql,
                "ROLE",
                tenant,
                name,
                "\"additionalInfo\":{},\"permissions\":" + permissions + ",\"excludedPermissions\":null");
    }

    private void relate(Handle sql, UUID from, UUID to) {
        sql.execute(
                "insert into relation (tenant_id, from_id, to_id, relation_type, type_group, version)"
                        + " values (?, ?, ?, 'Created', 'COMMON', 1)",
                tenant,
                from,
                to);
    }

    private void audit(Handle sql, UUID entity, String kind, UUID user, String action, String data) {
        sql.execute(
                "insert into audit_log (id, tenant_id, created, entity_kind, entity_id, user_id, action, status, data,"
                        + " failure) values (?, ?, ?, ?, ?, ?, ?, 'SUCCESS', ?, '')",
                Ids.system().next(),
                tenant,
                ++audited,
                kind,
                entity,
                user,
                action,
                data);
    }

    private UUID account(Handle sql, String email, boolean enabled, @Nullable String hash) {
        UUID user = entity(sql, "USER", tenant, email, "");
        sql.execute(
                "insert into user_account (user_id, email, password_hash, enabled) values (?, ?, ?, ?)",
                user,
                email,
                hash,
                enabled);
        return user;
    }

    private void attribute(Handle sql, UUID entity, String key) {
        sql.execute(
                "insert into attribute (entity_id, scope, key, tenant_id, value, updated)"
                        + " values (?, 'SERVER_SCOPE', ?, ?, '1', 0)",
                entity,
                key,
                tenant);
    }

    private static UUID id(Database database, String name) {
        return database.read(sql -> sql.createQuery("select id from entity where name = :name")
                .bind("name", name)
                .mapTo(UUID.class)
                .one());
    }

    private static Set<String> marks(Database database, UUID id) {
        return database.read(sql -> sql.createQuery("select mark from entity_mark where entity_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .set());
    }

    private static List<String> attached(Database database) {
        return database.read(sql -> sql.createQuery(
                        "select device_id || ' of ' || e.name from gateway_attachment join entity e on e.id = gateway_id")
                .mapTo(String.class)
                .list());
    }

    private static String text(Database database, String query) {
        return database.read(sql -> sql.createQuery(query).mapTo(String.class).one());
    }
}
