package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.DirectoryConfig;
import io.atrium.entity.EntityLimits;
import io.atrium.entity.Entry;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.KeyLimits;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.entity.ReadConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys have limits over all entities of a tenant, for a new device has as many as the one before. */
final class KeyLimitsOfTenantsTest {

    private final HandClock clock = new HandClock();
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(clock);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Platform limited(KeyLimits.OfTenant tenant) {
        return Platform.over(
                world.database,
                world.platform.directories().kinds(),
                world.platform.ids(),
                clock,
                EntityLimits.NONE,
                id -> new KeyLimits.Rule(new KeyLimits.OfEntity(0, 0, 0, 2), tenant),
                new HeavyReads(TestWorld.settings(ReadConfig.class)),
                TestWorld.settings(DirectoryConfig.class));
    }

    private UUID device(String name) {
        return world.save(world.admin, "/api/device", Map.of("name", name));
    }

    private static Optional<Problem> newKey(Platform platform, TestWorld world, UUID device, String key) {
        Directory directory = platform.directories().of(world.tenant);
        Entry entry = directory.find(device).orElseThrow();
        Optional<Problem> refusal = platform.keyLimits().refusal(directory, entry, KeyScope.TIME_SERIES, key);
        if (refusal.isEmpty()) {
            directory.latest().setSeries(key, entry.ordinal(), 1);
        }
        return refusal;
    }

    private void refused(Optional<Problem> refusal, String limit) {
        assertThat(refusal).hasValueSatisfying(problem -> assertThat(problem.publicMessage())
                .contains(limit));
    }

    @Test
    void differentNamesAreLimitedAndOldOnesMayBeUsedByEverybody() {
        UUID one = device("one");
        UUID two = device("two");
        Platform platform = limited(new KeyLimits.OfTenant(2, 0, 0));
        assertThat(newKey(platform, world, one, "a")).isEmpty();
        assertThat(newKey(platform, world, one, "b")).isEmpty();
        refused(newKey(platform, world, two, "c"), "maxKeyNames of the tenant profile is 2");
        assertThat(newKey(platform, world, two, "a")).isEmpty();
    }

    @Test
    void keysOfAllEntitiesAreLimited() {
        UUID one = device("one");
        UUID two = device("two");
        Platform free = limited(new KeyLimits.OfTenant(0, 0, 0));
        long there = free.directories().of(world.tenant).latest().pairs();
        Platform platform = limited(new KeyLimits.OfTenant(0, there + 2, 0));
        assertThat(newKey(platform, world, one, "a")).isEmpty();
        assertThat(newKey(platform, world, two, "a")).isEmpty();
        refused(newKey(platform, world, two, "b"), "maxKeys of the tenant profile is " + (there + 2));
    }

    @Test
    void newKeysAMinuteAreLimitedOverAllEntities() {
        UUID one = device("one");
        UUID two = device("two");
        Platform platform = limited(new KeyLimits.OfTenant(0, 0, 2));
        assertThat(newKey(platform, world, one, "a")).isEmpty();
        assertThat(newKey(platform, world, two, "a")).isEmpty();
        refused(newKey(platform, world, two, "b"), "maxNewKeysOfTenantPerMinute of the tenant profile is 2");
        clock.advance(Duration.ofMinutes(1));
        assertThat(newKey(platform, world, two, "b")).isEmpty();
    }

    @Test
    void aGatewayBringsInAFewNewDevicesAMinute() {
        Platform platform = limited(new KeyLimits.OfTenant(0, 0, 0));
        platform.directories().of(world.tenant);
        UUID gateway = device("gateway");
        platform.keyLimits().requireNewDevice(world.tenant, gateway);
        platform.keyLimits().requireNewDevice(world.tenant, gateway);
        refused(refusal(platform, gateway), "maxNewDevicesOfGatewayPerMinute");
        assertThat(refusal(platform, device("another"))).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(refusal(platform, gateway)).isEmpty();
    }

    private Optional<Problem> refusal(Platform platform, UUID gateway) {
        try {
            platform.keyLimits().requireNewDevice(world.tenant, gateway);
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem);
        }
    }

    @Test
    void theKeysOfAProfileAreThoseThatItsDevicesHave() {
        UUID device = device("one");
        String path = "/api/plugins/telemetry/DEVICE/" + device;
        world.api.post(world.admin, path + "/timeseries/ANY", Json.write(Map.of("temperature", 1, "humidity", 2)));
        world.api.post(world.admin, path + "/SERVER_SCOPE", "{\"place\":\"roof\"}");
        assertThat(world.api
                        .get(world.admin, "/api/deviceProfile/devices/keys/timeseries")
                        .text())
                .isEqualTo("[\"humidity\",\"temperature\"]");
        String profile = world.api
                .get(world.admin, "/api/device/" + device)
                .json()
                .at("/deviceProfileId/id")
                .asText();
        assertThat(world.api
                        .get(world.admin, "/api/deviceProfile/devices/keys/attributes?deviceProfileId=" + profile)
                        .text())
                .contains("\"place\"");
        UUID other = world.save(world.admin, "/api/deviceProfile", Map.of("name", "Other"));
        assertThat(world.api
                        .get(world.admin, "/api/deviceProfile/devices/keys/timeseries?deviceProfileId=" + other)
                        .text())
                .isEqualTo("[]");
    }
}
