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

    private UUID deviceOf(UUID customer, String name) {
        UUID device = device(name);
        assertThat(world.api
                        .post(world.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "")
                        .status())
                .isEqualTo(200);
        return device;
    }

    private int invent(Platform platform, UUID device, String prefix) {
        int taken = 0;
        while (taken < 1_000 && newKey(platform, world, device, prefix + taken).isEmpty()) {
            taken++;
        }
        return taken;
    }

    @Test
    void oneCustomerDoesNotUseUpTheNamesOfAll() {
        UUID north = world.newCustomer(world.tenant, null, "North");
        UUID below = world.newCustomer(world.tenant, north, "Below north");
        UUID south = world.newCustomer(world.tenant, null, "South");
        UUID ofNorth = deviceOf(north, "n");
        UUID ofBelow = deviceOf(below, "b");
        UUID ofSouth = deviceOf(south, "s");
        UUID own = device("t");
        Platform platform = limited(new KeyLimits.OfTenant(40, 0, 0));
        assertThat(invent(platform, ofBelow, "b")).isEqualTo(5);
        assertThat(invent(platform, ofNorth, "n")).isEqualTo(5);
        assertThat(newKey(platform, world, ofNorth, "b0"))
                .as("not new to this side")
                .isEmpty();
        assertThat(invent(platform, ofSouth, "s")).isEqualTo(10);
        assertThat(invent(platform, own, "t")).isEqualTo(40);
    }

    @Test
    void whetherOthersHaveANameIsNotTold() {
        UUID ofNorth = deviceOf(world.newCustomer(world.tenant, null, "North"), "n");
        Platform platform = limited(new KeyLimits.OfTenant(40, 0, 0));
        assertThat(newKey(platform, world, device("t"), "doorPin")).isEmpty();
        assertThat(invent(platform, ofNorth, "n")).isEqualTo(10);
        refused(newKey(platform, world, ofNorth, "doorPin"), "maxKeyNames of the tenant profile is 40");
        refused(newKey(platform, world, ofNorth, "nobody's"), "maxKeyNames of the tenant profile is 40");
    }

    @Test
    void whatWasThereBeforeCountsAndWhatIsGoneDoesNot() {
        UUID north = world.newCustomer(world.tenant, null, "North");
        UUID first = deviceOf(north, "n");
        Platform platform = limited(new KeyLimits.OfTenant(40, 0, 0));
        Directory again = platform.directories().of(world.tenant);
        for (int i = 0; i < 12; i++) {
            again.latest().setSeries("k" + i, again.find(first).orElseThrow().ordinal(), 1);
        }
        refused(newKey(platform, world, first, "more"), "maxKeyNames");
        again.latest().remove(again.find(first).orElseThrow().ordinal());
        clock.advance(Duration.ofSeconds(11));
        assertThat(invent(platform, first, "m")).isEqualTo(10);
    }

    @Test
    void newKeysOfOneCustomerLeaveOthersTheirMinute() {
        UUID ofNorth = deviceOf(world.newCustomer(world.tenant, null, "North"), "n");
        UUID ofSouth = deviceOf(world.newCustomer(world.tenant, null, "South"), "s");
        UUID own = device("t");
        Platform platform = limited(new KeyLimits.OfTenant(0, 0, 40));
        assertThat(invent(platform, ofNorth, "n")).isEqualTo(15);
        assertThat(invent(platform, ofSouth, "s")).isEqualTo(8);
        assertThat(invent(platform, own, "t")).isEqualTo(17);
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
    void theLastKeysOfATenantAreForItsOwnThings() {
        UUID ofNorth = deviceOf(world.newCustomer(world.tenant, null, "North"), "n");
        UUID own = device("t");
        Platform free = limited(new KeyLimits.OfTenant(0, 0, 0));
        long there = free.directories().of(world.tenant).latest().pairs();
        Platform platform = limited(new KeyLimits.OfTenant(0, there + 40, 0));
        int kept = (int) ((there + 40) / 10);
        assertThat(invent(platform, ofNorth, "n")).isEqualTo(40 - kept);
        refused(newKey(platform, world, ofNorth, "more"), "of which a tenth is kept for the tenant's own things");
        assertThat(invent(platform, own, "t")).isEqualTo(kept);
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
