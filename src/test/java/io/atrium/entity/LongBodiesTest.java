package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long documents of every kind are refused, or kept in the database and never whole in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LongBodiesTest {

    private static final String LONG = "x".repeat(60_000);

    private TestWorld world;

    @BeforeAll
    void start() {
        world = new TestWorld();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private record Way(String path, Map<String, Object> document) {}

    private Stream<Way> ways() {
        return Stream.of(
                new Way("/api/device", Map.of("name", "long")),
                new Way("/api/asset", Map.of("name", "long", "type", "default")),
                new Way("/api/customer", Map.of("title", "long")),
                new Way("/api/deviceProfile", Map.of("name", "long")),
                new Way("/api/assetProfile", Map.of("name", "long")),
                new Way(
                        "/api/role",
                        Map.of("name", "long", "type", "GENERIC", "permissions", Map.of("ALL", List.of("READ")))),
                new Way("/api/entityGroup", Map.of("name", "long", "type", "DEVICE")),
                new Way("/api/dashboard", Map.of("title", "long")));
    }

    private static String field(Way way) {
        return way.path().endsWith("rofile") || way.path().endsWith("dashboard") ? "description" : "additionalInfo";
    }

    private static ObjectNode with(Way way, String text) {
        ObjectNode document = (ObjectNode) Json.tree(way.document());
        String field = field(way);
        if (way.path().endsWith("dashboard")) {
            document.put("image", text);
        } else if (field.equals("additionalInfo")) {
            document.putObject(field).put("description", text);
        } else {
            document.put(field, text);
        }
        return document;
    }

    private static JsonNode text(Way way, JsonNode document) {
        String field = field(way);
        return way.path().endsWith("dashboard")
                ? document.path("image")
                : field.equals("additionalInfo") ? document.at("/additionalInfo/description") : document.path(field);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTextBeyondTheLimitIsRefusedByNameOfItsField(Way way) {
        int most = way.path().endsWith("dashboard") ? DocumentLimits.MAX_IMAGE : DocumentLimits.MAX_TEXT;
        ObjectNode document = with(way, "ä".repeat(most / 2 + 1));
        TestApi.Answer answer = world.api.post(world.admin, way.path(), document.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("is longer than " + most + " bytes").contains("Field '");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aLongTextIsServedWholeAndNotKeptInMemory(Way way) {
        UUID id = world.save(world.admin, way.path(), with(way, LONG));
        Directory directory = world.platform.directories().of(world.tenant);
        assertThat(directory.find(id).orElseThrow().body().length()).isLessThan(Summary.MAX_WHOLE);

        JsonNode read = world.api.get(world.admin, pathOf(way, id)).json();
        assertThat(text(way, read).asText()).isEqualTo(LONG);

        Directory again = new Directories(
                        world.database,
                        world.platform.directories().kinds(),
                        world.platform.ids(),
                        InstantSource.system())
                .of(world.tenant);
        Entry loaded = again.find(id).orElseThrow();
        assertThat(loaded)
                .usingRecursiveComparison()
                .ignoringFields("ordinal", "owner", "profile")
                .isEqualTo(directory.find(id).orElseThrow());
        assertThat(again.body(loaded)).contains(LONG);
        assertThat(world.api.delete(world.admin, pathOf(way, id)).status()).isEqualTo(200);
    }

    private static String pathOf(Way way, UUID id) {
        return way.path() + "/" + id;
    }

    @Test
    void aSaveKeepsWhatALongBodyHides() {
        ObjectNode profile =
                (ObjectNode) Json.tree(Map.of("name", "Secret", "provisionType", "ALLOW_CREATE_NEW_DEVICES"));
        profile.put("description", LONG);
        profile.putObject("profileData").putObject("provisionConfiguration").put("type", "ALLOW_CREATE_NEW_DEVICES");
        UUID id = world.save(world.admin, "/api/deviceProfile", profile);
        JsonNode stored = world.api.get(world.admin, "/api/deviceProfile/" + id).json();
        String secret = stored.at("/profileData/provisionConfiguration/provisionDeviceSecret")
                .asText();
        assertThat(secret).isNotEmpty();

        ObjectNode sent = stored.deepCopy();
        ((ObjectNode) sent.at("/profileData/provisionConfiguration")).putNull("provisionDeviceSecret");
        assertThat(world.api
                        .post(world.admin, "/api/deviceProfile", sent.toString())
                        .status())
                .isEqualTo(200);

        JsonNode after = world.api.get(world.admin, "/api/deviceProfile/" + id).json();
        assertThat(after.at("/profileData/provisionConfiguration/provisionDeviceSecret")
                        .asText())
                .isEqualTo(secret);
        assertThat(after.path("description").asText()).isEqualTo(LONG);
    }

    @Test
    void aRoleWithALongTextGivesItsRightsAfterARestart() {
        ObjectNode role = (ObjectNode)
                Json.tree(Map.of("name", "Wordy", "type", "GENERIC", "permissions", Map.of("DEVICE", List.of("READ"))));
        role.putObject("additionalInfo").put("description", LONG);
        UUID id = world.save(world.admin, "/api/role", role);
        Directory before = world.platform.directories().of(world.tenant);
        Directory after = new Directories(
                        world.database,
                        world.platform.directories().kinds(),
                        world.platform.ids(),
                        InstantSource.system())
                .of(world.tenant);
        assertThat(after.model().role(after.find(id).orElseThrow().ordinal()))
                .isEqualTo(before.model().role(before.find(id).orElseThrow().ordinal()))
                .isNotNull();
    }

    @Test
    void listsShowLongTextsAsLongAsTheyFitIntoTheAnswer() {
        for (int i = 0; i < 3; i++) {
            world.save(
                    world.admin,
                    "/api/asset",
                    Map.of("name", "listed" + i, "additionalInfo", Map.of("description", LONG)));
        }
        JsonNode page = world.api
                .get(world.admin, "/api/tenant/assets?pageSize=10&page=0&textSearch=listed")
                .json();
        assertThat(page.path("data")).hasSize(3);
        page.path("data").forEach(asset -> assertThat(
                        asset.at("/additionalInfo/description").asText())
                .isEqualTo(LONG));
    }

    @Test
    void whatIsStoredAndTooLongIsLoadedReadMadeShorterAndDeleted() {
        UUID id = world.save(
                world.admin, "/api/asset", Map.of("name", "Old", "additionalInfo", Map.of("description", "a")));
        String huge = "y".repeat(3_000_000);
        world.database.transaction(
                sql -> sql.createUpdate("update entity set body = replace(body, '\"a\"', :text) where id = :id")
                        .bind("text", "\"" + huge + "\"")
                        .bind("id", id)
                        .execute());
        world.platform.directories().drop(world.tenant);
        Directory directory = world.platform.directories().of(world.tenant);
        assertThat(directory.find(id).orElseThrow().body().length()).isLessThan(Summary.MAX_WHOLE);

        ObjectNode asset =
                (ObjectNode) world.api.get(world.admin, "/api/asset/" + id).json();
        assertThat(asset.at("/additionalInfo/description").asText()).isEqualTo(huge);
        ((ObjectNode) asset.path("additionalInfo")).put("description", huge.substring(1));
        TestApi.Answer shorter = world.api.post(world.admin, "/api/asset", asset.toString());
        assertThat(shorter.status()).as(shorter.text().substring(0, 200)).isEqualTo(200);
        asset = (ObjectNode) shorter.json();
        ((ObjectNode) asset.path("additionalInfo")).put("description", huge);
        assertThat(world.api.post(world.admin, "/api/asset", asset.toString()).status())
                .isEqualTo(400);
        assertThat(world.api.delete(world.admin, "/api/asset/" + id).status()).isEqualTo(200);
    }
}
