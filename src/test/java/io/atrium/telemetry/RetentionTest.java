package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long points are kept, who says so, and what is shown beforehand. */
final class RetentionTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();
    private static final String PATH = "/api/telemetry/retention/";
    private static final long DAY = Duration.ofDays(1).toMillis();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @AfterEach
    void forgetRules() {
        WORLD.world.database.transaction(sql -> sql.execute("delete from series_retention"));
    }

    private static String tenant() {
        return PATH + "TENANT/" + WORLD.world.tenant;
    }

    private static String profile(Entry device) {
        var directory = WORLD.world.platform.directories().of(WORLD.world.tenant);
        return PATH + "DEVICE_PROFILE/" + directory.entry(device.profile()).id();
    }

    private static String of(Entry device) {
        return PATH + "DEVICE/" + device.id();
    }

    private static void rules(String path, String body) {
        Answer answer = WORLD.world.api.post(WORLD.admin, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /** A device with a point of each key for each of the ages, in days. */
    private static Entry device(String name, List<String> keys, long... days) {
        Entry device = WORLD.save("DEVICE", name, WORLD.customerA);
        for (String key : keys) {
            for (long age : days) {
                store(device, "ANY", WORLD.clock.millis() - age * DAY, key);
            }
        }
        return device;
    }

    private static void store(Entry device, String scope, long ts, String key) {
        Answer answer = WORLD.world.api.post(
                WORLD.admin,
                TelemetryWorld.BASE + "DEVICE/" + device.id() + "/timeseries/" + scope,
                "{\"ts\":" + ts + ",\"values\":{\"" + key + "\":1}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static List<Long> ages(Entry device, String key) {
        List<Long> ages = new ArrayList<>();
        WORLD.world
                .series
                .find(WORLD.world.tenant, device.id(), key)
                .ifPresent(series -> WORLD.world.series.scan(
                        series,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        false,
                        1_000,
                        (ts, value) -> ages.add((WORLD.clock.millis() - ts) / DAY)));
        return ages;
    }

    private static void sweep() {
        WORLD.world.telemetry.telemetry().retention().sweep();
    }

    @Test
    void theNearestRuleDecides() {
        Entry plain = device("plain", List.of("t", "u"), 1, 5, 15, 40);
        Entry special = device("special", List.of("t", "u"), 1, 5, 15, 40);
        rules(tenant(), "[{\"ttlSeconds\":2592000}]");
        sweep();
        assertThat(ages(plain, "t")).containsExactly(1L, 5L, 15L);
        rules(profile(plain), "[{\"ttlSeconds\":864000},{\"key\":\"u\",\"ttlSeconds\":0}]");
        rules(of(special), "[{\"key\":\"t\",\"ttlSeconds\":172800}]");
        sweep();
        assertThat(ages(plain, "t")).containsExactly(1L, 5L);
        assertThat(ages(plain, "u")).as("for ever, by the key's rule").containsExactly(1L, 5L, 15L);
        assertThat(ages(special, "t")).containsExactly(1L);
        assertThat(ages(special, "u")).as("the profile's rule for the key").containsExactly(1L, 5L, 15L);
    }

    @Test
    void aTenantThatCannotBeSweptKeepsTheSweepFromNoOther() {
        Entry device = device("swept", List.of("t"), 1, 5);
        rules(of(device), "[{\"ttlSeconds\":172800}]");
        for (int i = 0; i < 5; i++) {
            WORLD.world.newTenant("Broken " + i);
        }
        Platform platform = WORLD.world.platform;
        StorageDays days = tenant -> {
            if (!tenant.equals(WORLD.world.tenant)) {
                throw new IllegalStateException("broken");
            }
            return 0;
        };
        try (Eraser eraser = new Eraser(
                        new ErasureStore(platform.database()),
                        WORLD.world.series,
                        new Turns(),
                        tenant -> Optional.empty());
                Retention retention = new Retention(
                        platform, WORLD.world.series, new RetentionStore(platform.database()), days, eraser)) {
            retention.sweep();
        }
        assertThat(ages(device, "t")).containsExactly(1L);
    }

    @Test
    void theTenantProfileIsTheLastWord() {
        Entry device = device("by profile", List.of("t"), 1, 5);
        Map<String, Object> configuration = Map.of("type", "DEFAULT", "defaultStorageTtlDays", 3);
        UUID profile = WORLD.world.save(
                TestWorld.SYSTEM,
                "/api/tenantProfile",
                Map.of("name", "three days", "profileData", Map.of("configuration", configuration)));
        useProfile(profile);
        rules(of(device), "[{\"ttlSeconds\":0}]");
        sweep();
        assertThat(ages(device, "t")).containsExactly(1L, 5L);
        rules(of(device), "[]");
        sweep();
        assertThat(ages(device, "t")).containsExactly(1L);
    }

    private static void useProfile(UUID profile) {
        WORLD.world.save(
                TestWorld.SYSTEM,
                "/api/tenant",
                Map.of(
                        "id",
                        Map.of("entityType", "TENANT", "id", WORLD.world.tenant.toString()),
                        "title",
                        "Acme",
                        "tenantProfileId",
                        Map.of("entityType", "TENANT_PROFILE", "id", profile.toString())));
    }

    @Test
    void latestValuesStay() {
        Entry device = device("latest", List.of("t"), 40);
        rules(of(device), "[{\"ttlSeconds\":86400}]");
        sweep();
        assertThat(ages(device, "t")).isEmpty();
        assertThat(WORLD.get(WORLD.reader, TelemetryWorld.BASE + "DEVICE/" + device.id() + "/values/timeseries?keys=t")
                        .text())
                .contains("\"value\":\"1\"");
    }

    @Test
    void showsWhatWouldGoAndDeletesNothing() {
        Entry device = device("preview", List.of("t", "u"), 1, 5, 15, 40);
        Answer answer = WORLD.world.api.post(
                WORLD.manager,
                of(device) + "/preview",
                "[{\"ttlSeconds\":864000},{\"key\":\"u\",\"ttlSeconds\":172800},{\"key\":\"none\",\"ttlSeconds\":60}]");
        long oldest = WORLD.clock.millis() - 40 * DAY;
        assertThat(answer.text())
                .isEqualTo("{\"complete\":true,\"points\":5,\"oldestTs\":" + oldest + ",\"rules\":["
                        + "{\"key\":null,\"ttlSeconds\":864000,\"series\":1,\"points\":2,\"oldestTs\":" + oldest + "},"
                        + "{\"key\":\"u\",\"ttlSeconds\":172800,\"series\":1,\"points\":3,\"oldestTs\":" + oldest + "},"
                        + "{\"key\":\"none\",\"ttlSeconds\":60,\"series\":0,\"points\":0,\"oldestTs\":null}]}");
        assertThat(ages(device, "t")).hasSize(4);
        assertThat(WORLD.get(WORLD.admin, of(device)).text()).isEqualTo("[]");
        rules(of(device), "[{\"key\":\"t\",\"ttlSeconds\":0}]");
        String ofProfile = WORLD.world
                .api
                .post(WORLD.admin, profile(device) + "/preview", "[{\"key\":\"t\",\"ttlSeconds\":3600}]")
                .text();
        assertThat(ofProfile).as("the device has a rule of its own").doesNotContain("\"oldestTs\":" + oldest);
    }

    @Test
    void pointsWithATimeToLiveGoWhenItEnds() {
        Entry device = WORLD.save("DEVICE", "ttl", WORLD.customerA);
        long now = WORLD.clock.millis();
        store(device, "ANY/3600", now, "hour");
        store(device, "ANY/7200", now, "two");
        store(device, "ANY/0", now, "kept");
        store(device, "ANY/" + Long.MAX_VALUE, now, "ages");
        store(device, "ANY/3600", now, "again");
        store(device, "ANY", now, "again");
        WORLD.clock.advance(Duration.ofSeconds(3_601));
        sweep();
        assertThat(ages(device, "hour")).isEmpty();
        assertThat(List.of("two", "kept", "ages", "again"))
                .allSatisfy(key -> assertThat(ages(device, key)).as(key).hasSize(1));
        WORLD.clock.advance(Duration.ofSeconds(3_600));
        sweep();
        assertThat(ages(device, "two")).isEmpty();
    }

    @Test
    void onlyThoseWhoMayDestroyDataSetRules() {
        Entry device = device("rights", List.of("t"), 1);
        String body = "[{\"ttlSeconds\":86400}]";
        for (String path : List.of(of(device), of(device) + "/preview")) {
            assertThat(post(WORLD.manager, path, body)).isEqualTo(200);
            assertThat(post(WORLD.reader, path, body)).isEqualTo(403);
            assertThat(post(WORLD.stranger, path, body)).isEqualTo(404);
        }
        for (String path : List.of(tenant(), profile(device))) {
            assertThat(post(WORLD.manager, path, body)).as(path).isIn(403, 404);
            assertThat(post(WORLD.manager, path + "/preview", body)).as(path).isIn(403, 404);
            assertThat(post(WORLD.admin, path, body)).as(path).isEqualTo(200);
        }
        assertThat(WORLD.get(WORLD.reader, of(device)).text()).isEqualTo("[{\"key\":null,\"ttlSeconds\":86400}]");
        assertThat(WORLD.get(WORLD.stranger, of(device)).status()).isEqualTo(404);
    }

    private static int post(Actor actor, String path, String body) {
        return WORLD.world.api.post(actor, path, body).status();
    }

    @Test
    void aReceiverOfAShareSetsNoRules() {
        Entry device = WORLD.save("DEVICE", "shared with its points", null);
        Answer share = WORLD.world.api.post(
                WORLD.admin,
                "/api/access/share",
                Json.write(Map.of(
                        "entity", Map.of("entityType", "DEVICE", "id", device.id()),
                        "receiver", Map.of("entityType", "CUSTOMER", "id", WORLD.customerA),
                        "readElseWrite", false)));
        assertThat(share.status()).as(share.text()).isEqualTo(200);
        for (String path : List.of(of(device), of(device) + "/preview")) {
            assertThat(WORLD.world
                            .api
                            .post(WORLD.manager, path, "[{\"ttlSeconds\":60}]")
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
        rules(of(device), "[{\"ttlSeconds\":3600}]");
    }

    @Test
    void rulesOfAFormerOwnerDoNotGoOnDeletingForTheNextOne() {
        Entry device = device("handed on", List.of("t"), 1, 10);
        Answer set = WORLD.world.api.post(WORLD.manager, of(device), "[{\"ttlSeconds\":172800}]");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        Answer moved = WORLD.world.api.post(
                WORLD.admin, "/api/owner/CUSTOMER/" + WORLD.customerB + "/DEVICE/" + device.id(), "");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        sweep();
        assertThat(ages(device, "t")).hasSize(2);
        assertThat(WORLD.world.api.get(WORLD.admin, of(device)).json()).isEmpty();
    }

    @Test
    void refusesRulesThatMakeNoSense() {
        for (String body : List.of(
                "{}",
                "[null]",
                "[{}]",
                "[{\"ttlSeconds\":-1}]",
                "[{\"ttlSeconds\":59}]",
                "[{\"ttlSeconds\":9999999999999}]",
                "[{\"key\":\" \",\"ttlSeconds\":60}]",
                "[{\"key\":\"" + "k".repeat(256) + "\",\"ttlSeconds\":60}]",
                "[{\"ttlSeconds\":60},{\"ttlSeconds\":70}]")) {
            assertThat(post(WORLD.admin, tenant(), body)).as(body).isEqualTo(400);
        }
        var group = WORLD.world.platform.directories().of(WORLD.world.tenant).ofKind("ENTITY_GROUP");
        UUID id = WORLD.world
                .platform
                .directories()
                .of(WORLD.world.tenant)
                .entry(group.first())
                .id();
        assertThat(post(WORLD.admin, PATH + "ENTITY_GROUP/" + id, "[]")).isIn(400, 403);
    }

    @Test
    void rulesGoWithTheirEntityAndAreOnRecord() {
        Entry device = WORLD.save("DEVICE", "short-lived", WORLD.customerA);
        rules(of(device), "[{\"ttlSeconds\":86400}]");
        assertThat(count(
                        "select count(*) from audit_log where action = 'UPDATED' and data like '%86400%' and entity_id = :id",
                        device))
                .isOne();
        WORLD.world.api.delete(WORLD.admin, "/api/device/" + device.id());
        assertThat(count("select count(*) from series_retention where entity_id = :id", device))
                .isZero();
    }

    private static long count(String query, Entry entry) {
        return WORLD.world.database.read(sql ->
                sql.createQuery(query).bind("id", entry.id()).mapTo(Long.class).one());
    }
}
