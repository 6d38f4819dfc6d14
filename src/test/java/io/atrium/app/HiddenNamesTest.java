package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import io.atrium.http.TestApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No kind of thing gets a name that looks like another's and is not. */
final class HiddenNamesTest {

    private TestWorld world;

    @BeforeEach
    void open() {
        world = new TestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            device       | {"name":"NAME","type":"t"}                       | name
            device       | {"name":"d","type":"NAME"}                       | name
            device       | {"name":"d","type":"t","label":"NAME"}           | label
            asset        | {"name":"NAME","type":"t"}                       | name
            dashboard    | {"title":"NAME"}                                 | title
            customer     | {"title":"NAME"}                                 | title
            role         | {"name":"NAME","type":"GROUP","permissions":[]}  | name
            entityGroup  | {"name":"NAME","type":"DEVICE"}                  | name
            deviceProfile| {"name":"NAME","type":"DEFAULT"}                 | name
            assetProfile | {"name":"NAME"}                                  | name
            user?sendActivationMail=false | {"email":"a@x.example","authority":"TENANT_ADMIN","firstName":"NAME"} | firstName
            """)
    void refusesANameWithACharacterThatIsNotSeen(String path, String body, String field) {
        TestApi.Answer answer = world.api.post(world.admin, "/api/" + path, body.replace("NAME", "Pump\\u202E1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("Field '" + field + "'", "place 5", "U+202E");
        assertThat(world.api
                        .post(world.admin, "/api/" + path, body.replace("NAME", "Pump \uD83D\uDE00 1"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            device       | {"name":"NAME","type":"t"}                       | name
            device       | {"name":"d","type":"NAME"}                       | type
            device       | {"name":"d","type":"t","label":"NAME"}           | label
            asset        | {"name":"NAME","type":"t"}                       | name
            dashboard    | {"title":"NAME"}                                 | title
            customer     | {"title":"NAME"}                                 | title
            role         | {"name":"NAME","type":"GROUP","permissions":[]}  | name
            entityGroup  | {"name":"NAME","type":"DEVICE"}                  | name
            deviceProfile| {"name":"NAME","type":"DEFAULT"}                 | name
            assetProfile | {"name":"NAME"}                                  | name
            user?sendActivationMail=false | {"email":"a@x.example","authority":"TENANT_ADMIN","firstName":"NAME"} | firstName
            """)
    void blanksOfAllKindsAreOnePlainSpaceAndNoneStandsAtTheEnds(String path, String body, String field) {
        TestApi.Answer answer = world.api.post(
                world.admin, "/api/" + path, body.replace("NAME", " \\u00a0Pump\\u00a0\\u2003 1\\u3000"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path(field).asText()).isEqualTo("Pump 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            device   | {"name":"NAME","type":"t"} | /api/tenant/devices?deviceName=   | ` Pump 1`
            asset    | {"name":"NAME","type":"t"} | /api/tenant/assets?assetName=     | `Pump\u00a01`
            customer | {"title":"NAME"}           | /api/tenant/customers?customerTitle= | `Pump  1\u2003`
            """)
    void aNameIsFoundAndTakenHoweverItsBlanksAreSent(String path, String body, String lookUp, String other) {
        assertThat(world.api
                        .post(world.admin, "/api/" + path, body.replace("NAME", "Pump 1"))
                        .status())
                .isEqualTo(200);

        assertThat(world.api
                        .post(world.admin, "/api/" + path, body.replace("NAME", other))
                        .text())
                .contains("already exists");
        assertThat(world.api
                        .get(world.admin, lookUp + URLEncoder.encode(other, StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLineOfAFileUpdatesTheThingOfItsNameHoweverItsBlanksAreSent() {
        String mapping =
                ",\"mapping\":{\"columns\":[{\"type\":\"NAME\"},{\"type\":\"LABEL\"}],\"delimiter\":\",\",\"header\":false,\"update\":true}}";
        for (String file : List.of("Pump 9,one", "Pump\\u00a09\\u3000,two")) {
            assertThat(world.api
                            .post(world.admin, "/api/device/bulk_import", "{\"file\":\"" + file + "\"" + mapping)
                            .text())
                    .contains("\"errors\":0");
        }
        assertThat(world.api
                        .get(world.admin, "/api/tenant/devices?pageSize=10&page=0&textSearch=Pump")
                        .text())
                .contains("\"totalElements\":1", "\"label\":\"two\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"All ", "\u00a0All", "\u3000All\u2003"})
    void theReservedNameOfGroupsIsReservedWithBlanks(String name) {
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup", Json.write(Map.of("name", name, "type", "DEVICE")))
                        .text())
                .contains("Group name 'All' is reserved");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", "\u2003\u3000"})
    void aNameOfBlanksIsNone(String name) {
        for (String path : List.of("device", "asset", "entityGroup", "role")) {
            TestApi.Answer answer =
                    world.api.post(world.admin, "/api/" + path, Json.write(Map.of("name", name, "type", "DEVICE")));
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(400);
        }
    }
}
