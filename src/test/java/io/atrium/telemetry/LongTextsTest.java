package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.http.TestApi;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Latest values and attributes with long texts: they are not kept in memory, and are read and found all the same. */
final class LongTextsTest {

    private static final String LONG = "long text ".repeat(9_900);

    @SuppressWarnings("NullAway.Init")
    private TestWorld world;

    @SuppressWarnings("NullAway.Init")
    private UUID device;

    @AfterEach
    void close() {
        world.close();
    }

    private void open(String store) {
        world = new TestWorld(new HandClock(), TestWorld.NO_MAIL, Map.of("ATRIUM_SERIES", store));
        device = world.save(world.admin, "/api/device?accessToken=texts", Map.of("name", "Texts"));
    }

    private TestApi.Answer post(String what, Map<String, ?> values) {
        return world.api.post(world.admin, "/api/plugins/telemetry/DEVICE/" + device + "/" + what, Json.write(values));
    }

    private JsonNode get(String what) {
        return world.api
                .get(world.admin, "/api/plugins/telemetry/DEVICE/" + device + "/values/" + what)
                .json();
    }

    private static Stamped inMemory(Platform platform, TestWorld world, UUID device, KeyScope scope, String key) {
        Directory directory = platform.directories().of(world.tenant);
        return Objects.requireNonNull(directory
                .latest()
                .peek(scope, key, directory.find(device).orElseThrow().ordinal()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "postgresql"})
    void areReadFromTheStoreBeforeAndAfterARestart(String store) {
        open(store);
        assertThat(post("timeseries/ANY", Map.of("t", LONG, "u", "short", "j", Map.of("a", LONG)))
                        .status())
                .isEqualTo(200);
        assertThat(post("SERVER_SCOPE", Map.of("t", LONG, "u", "short")).status())
                .isEqualTo(200);

        Platform restarted = Platform.over(
                world.database, world.platform.directories().kinds(), Ids.system(), world.platform.clock());
        try (Telemetry again =
                new Telemetry(restarted, world.series, TestWorld.settings(TelemetryConfig.class), tenant -> 0)) {
            for (Platform platform : new Platform[] {world.platform, restarted}) {
                for (KeyScope scope : new KeyScope[] {KeyScope.TIME_SERIES, KeyScope.SERVER_SCOPE}) {
                    Stamped kept = inMemory(platform, world, device, scope, "t");
                    assertThat(kept.value()).isEqualTo(Value.stub(Value.Kind.STRING, LONG.length()));
                    Directory directory = platform.directories().of(world.tenant);
                    Entry entry = directory.find(device).orElseThrow();
                    assertThat(directory.latest().get(scope, "t", entry.ordinal()))
                            .isEqualTo(new Stamped(kept.ts(), Value.of(LONG)));
                    assertThat(Objects.requireNonNull(directory
                                            .latest()
                                            .all(scope, entry.ordinal())
                                            .get("u"))
                                    .value())
                            .isEqualTo(Value.of("short"));
                }
            }
        }
        assertThat(get("timeseries?keys=t").at("/t/0/value").asText()).isEqualTo(LONG);
        assertThat(get("timeseries?keys=j&useStrictDataTypes=true")
                        .at("/j/0/value/a")
                        .asText())
                .isEqualTo(LONG);
        assertThat(get("attributes/SERVER_SCOPE?keys=t").at("/0/value").asText())
                .isEqualTo(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeseries/ANY", "SERVER_SCOPE"})
    void haveALimitOfAllTogetherThatLosesNoneOfTheOthers(String what) {
        open("rocksdb");
        String million = "x".repeat(990_000);
        for (int i = 0; i < 4; i++) {
            assertThat(post(what, Map.of("k" + i, million)).status()).isEqualTo(200);
        }
        TestApi.Answer refused = post(what, Map.of("k4", million));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains("'k4'")
                .contains("maxLongTextsPerEntity")
                .contains("4000000");

        TestApi.Answer partly = post(what, Map.of("k4", million, "good", 1));
        assertThat(partly.status()).isEqualTo(200);
        Directory directory = world.platform.directories().of(world.tenant);
        int ordinal = directory.find(device).orElseThrow().ordinal();
        KeyScope scope = what.startsWith("t") ? KeyScope.TIME_SERIES : KeyScope.SERVER_SCOPE;
        assertThat(Objects.requireNonNull(directory.latest().get(scope, "good", ordinal))
                        .value())
                .isEqualTo(Value.of(1));
        assertThat(directory.latest().has(scope, "k4", ordinal)).isFalse();

        // What is there may be replaced, and what was made shorter leaves room.
        assertThat(post(what, Map.of("k0", million)).status()).isEqualTo(200);
        ((HandClock) world.platform.clock()).advance(Duration.ofSeconds(1));
        assertThat(post(what, Map.of("k0", "short")).status()).isEqualTo(200);
        assertThat(post(what, Map.of("k4", million)).status()).isEqualTo(200);
        assertThat(directory.latest().longTexts(ordinal)).isEqualTo(4L * million.length());
        world.api.delete(world.admin, "/api/device/" + device);
        assertThat(directory.latest().longTexts(ordinal)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIME_SERIES", "SERVER_ATTRIBUTE", "ATTRIBUTE"})
    void areFoundSortedAndShownByQueries(String type) {
        open("rocksdb");
        String what = type.equals("TIME_SERIES") ? "timeseries/ANY" : "SERVER_SCOPE";
        assertThat(post(what, Map.of("t", LONG + "needle")).status()).isEqualTo(200);
        Map<String, String> key = Map.of("type", type, "key", "t");
        String query = Json.write(Map.of(
                "entityFilter",
                Map.of("type", "entityType", "entityType", "DEVICE"),
                "keyFilters",
                new Object[] {
                    Map.of(
                            "key",
                            key,
                            "valueType",
                            "STRING",
                            "predicate",
                            Map.of(
                                    "type",
                                    "STRING",
                                    "operation",
                                    "CONTAINS",
                                    "value",
                                    Map.of("defaultValue", "needle"),
                                    "ignoreCase",
                                    false))
                },
                "pageLink",
                Map.of("pageSize", 10, "page", 0, "sortOrder", Map.of("key", key, "direction", "ASC")),
                "latestValues",
                new Object[] {key}));
        JsonNode found =
                world.api.post(world.admin, "/api/entitiesQuery/find", query).json();
        assertThat(found.at("/data/0/latest/" + type + "/t/value").asText()).isEqualTo(LONG + "needle");
        assertThat(LONG.length()).isGreaterThan(Latest.MAX_TEXT);
    }
}
