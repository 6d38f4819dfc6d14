package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import io.atrium.http.TestApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** U+0000 is the one character that the database cannot hold; it is refused wherever text comes in, and no other is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TextTest {

    private final TestWorld world = new TestWorld();

    @AfterAll
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/user/devices?pageSize=1&page=0&textSearch=a%00b",
                "/api/tenant/device?deviceName=a%00b",
                "/api/deviceProfileInfos/list?deviceProfileIds=%00",
                "/api/plugins/telemetry/DEVICE%00/13814000-1dd2-11b2-8080-808080808080/keys/timeseries",
                "/api/audit/logs?pageSize=1&page=0&actionTypes=ADDED%00",
                "/api/audit/logs?pageSize=1&page=0&textSearch=%00",
                "/api/tenant/customers?customerTitle=%00",
                "/api/user/settings/%00"
            })
    void refusesNulInPathsAndQueries(String path) {
        Answer answer = world.api.get(world.admin, path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("U+0000");
    }

    @Test
    void saysWhichParameterHoldsNul() {
        Answer answer = world.api.get(world.admin, "/api/tenant/device?deviceName=a%00b");
        assertThat(answer.text()).contains("Parameter 'deviceName' must not contain the character U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "asset", "dashboard", "customer", "role", "entityGroup"})
    void refusesControlCharactersInNamesAndTakesTheirSpelling(String noun) {
        assertThat(save(noun, "a\0b").status()).isEqualTo(400);
        assertThat(save(noun, "bell \7 tab \t escape \33 " + noun).status()).isEqualTo(400);
        assertThat(save(noun, "spelled \\u0000 " + noun).status()).isEqualTo(200);
    }

    private Answer save(String noun, String name) {
        var document = Json.object();
        switch (noun) {
            case "dashboard", "customer" -> document.put("title", name);
            case "role" -> document.put("name", name).put("type", "GROUP").putArray("permissions");
            case "entityGroup" -> document.put("name", name).put("type", "DEVICE");
            default -> document.put("name", name);
        }
        return world.api.post(world.admin, "/api/" + noun, document.toString());
    }
}
