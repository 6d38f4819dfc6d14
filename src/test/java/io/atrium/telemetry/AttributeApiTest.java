package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Value;
import io.atrium.entity.KeyScope;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the routes of attributes answer (device-data-api 3). */
final class AttributeApiTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Answer post(String path, String body) {
        return WORLD.world.api.post(WORLD.manager, TelemetryWorld.BASE + path, body);
    }

    private static String get(String path) {
        return WORLD.get(WORLD.reader, WORLD.device() + path).text();
    }

    @Test
    void writesThroughEveryFormOfThePath() {
        String id = WORLD.device.id().toString();
        assertThat(post(id + "/SHARED_SCOPE", "{\"one\":1}").status()).isEqualTo(200);
        assertThat(post("DEVICE/" + id + "/SERVER_SCOPE", "{\"two\":true}").text())
                .isEmpty();
        assertThat(post("DEVICE/" + id + "/attributes/SERVER_SCOPE", "{\"three\":{\"a\":1.50},\"four\":\"7\"}")
                        .status())
                .isEqualTo(200);
        assertThat(get("/keys/attributes")).contains("four", "one", "three", "two");
        assertThat(get("/keys/attributes/SHARED_SCOPE")).isEqualTo("[\"one\"]");
        long now = WORLD.clock.millis();
        assertThat(get("/values/attributes/SERVER_SCOPE?keys=two,three&key=four"))
                .isEqualTo("[{\"lastUpdateTs\":" + now + ",\"key\":\"four\",\"value\":7},{\"lastUpdateTs\":" + now
                        + ",\"key\":\"three\",\"value\":{\"a\":1.50}},{\"lastUpdateTs\":" + now
                        + ",\"key\":\"two\",\"value\":true}]");
        assertThat(get("/values/attributes?keys=one,two")).contains("\"one\"", "\"two\"");
    }

    @Test
    void readsAndDeletesWhatTheDeviceWrote() {
        var platform = WORLD.world.platform;
        platform.attributes()
                .put(
                        platform.directories().of(WORLD.world.tenant),
                        WORLD.device,
                        KeyScope.CLIENT_SCOPE,
                        Map.of("fw", Value.of("1.0-a"), "a,b", Value.of(1)));
        assertThat(get("/values/attributes/CLIENT_SCOPE?key=a,b"))
                .contains("\"key\":\"a,b\"")
                .doesNotContain("fw");
        Answer answer = WORLD.world.api.delete(
                WORLD.manager, TelemetryWorld.BASE + WORLD.device.id() + "/CLIENT_SCOPE?keys=fw&key=a,b");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(get("/keys/attributes/CLIENT_SCOPE")).isEqualTo("[]");
    }

    @Test
    void refusesInPlainText() {
        String id = WORLD.device.id().toString();
        var asset = WORLD.save("ASSET", "Hall", WORLD.customerA);
        List<List<String>> table = List.of(
                List.of(id + "/CLIENT_SCOPE", "{\"a\":1}", "Invalid scope: CLIENT_SCOPE"),
                List.of(id + "/NO_SCOPE", "{\"a\":1}", "Invalid scope: NO_SCOPE"),
                List.of(
                        "ASSET/" + asset.id() + "/SHARED_SCOPE",
                        "{\"a\":1}",
                        "Invalid scope: SHARED_SCOPE; only devices have shared attributes"),
                List.of(id + "/SERVER_SCOPE", "{", "Invalid JSON"),
                List.of(id + "/SERVER_SCOPE", "[1]", "Request is not a JSON object"),
                List.of(id + "/SERVER_SCOPE", "{}", "No attributes data found in request body!"),
                List.of(id + "/SERVER_SCOPE", "{\"\":1}", "Key cannot be blank"),
                List.of(id + "/SERVER_SCOPE", "{\"a\":null}", "Value of key 'a' must not be null"));
        for (List<String> row : table) {
            Answer answer = post(row.getFirst(), row.get(1));
            assertThat(answer.status()).as(row.toString()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo(row.getLast());
        }
        Answer noKeys = WORLD.world.api.delete(WORLD.manager, TelemetryWorld.BASE + id + "/SERVER_SCOPE");
        assertThat(noKeys.text()).isEqualTo("Empty keys: ");
        assertThat(post("ASSET/" + asset.id() + "/SERVER_SCOPE", "{\"a\":1}").status())
                .isEqualTo(200);
    }
}
