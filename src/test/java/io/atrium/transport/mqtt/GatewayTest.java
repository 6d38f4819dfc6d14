package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A gateway speaks for the devices behind it (device-data-api 1.8). */
final class GatewayTest {

    private static final MqttWorld WORLD = new MqttWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static void acknowledged(RawClient client, int packetId, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.packetId()).isEqualTo(packetId);
        assertThat(answer.reason()).isEqualTo(reason);
    }

    private static void published(RawClient client, String topic, String payload) {
        Packet packet = client.read();
        assertThat(packet.type()).isEqualTo(RawClient.PUBLISH);
        assertThat(packet.topic()).isEqualTo(topic);
        assertThat(Json.read(packet.payload(client.version), JsonNode.class))
                .isEqualTo(Json.read(payload, JsonNode.class));
        if (packet.flags() == 2) {
            client.ack(packet.publishId());
        }
    }

    @Test
    void makesDevicesAndStoresWhatTheySay() {
        Device gateway = WORLD.gateway("gateway 1");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, gateway.token())) {
            client.publish("v1/gateway/connect", 1, 1, "{\"device\":\"A1\",\"type\":\"thermostat\"}");
            acknowledged(client, 1, 0);
            client.publish(
                    "v1/gateway/telemetry",
                    1,
                    2,
                    "{\"A1\":[{\"ts\":1700000000000,\"values\":{\"t\":1}},{\"ts\":1700000000001,\"values\":{\"t\":2}}],"
                            + "\"B1\":[{\"t\":3}]}");
            acknowledged(client, 2, 0);
            client.publish("v1/gateway/attributes", 1, 3, "{\"A1\":{\"fw\":\"1.0-a\"},\"B1\":{\"fw\":\"2.0-b\"}}");
            acknowledged(client, 3, 0);
        }
        UUID first = WORLD.idOf("A1");
        assertThat(WORLD.get("/api/device/" + first).path("type").asText()).isEqualTo("thermostat");
        assertThat(WORLD.latest(first, "t")).isEqualTo("2");
        assertThat(WORLD.latest(WORLD.idOf("B1"), "t")).isEqualTo("3");
        assertThat(WORLD.attribute(first, "CLIENT_SCOPE", "fw")).isEqualTo("1.0-a");
        assertThat(WORLD.get("/api/relations/from/DEVICE/" + gateway.id()).findValuesAsText("type"))
                .contains("Created");
    }

    @Test
    void oneBadEntryDoesNotLoseTheOthers() {
        Device gateway = WORLD.gateway("gateway bad");
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.connected(WORLD.port, version, gateway.token())) {
                client.publish(
                        "v1/gateway/telemetry",
                        1,
                        2,
                        "{\"A9\":[{\"t\":nan,\"h\":" + version
                                + "}],\"B9\":{\"t\":1},\"C9\":[{\"ts\":\"x\",\"values\":{\"t\":1}}],"
                                + "\"D9\":[5,{\"t\":" + version + "}]}");
                acknowledged(client, 2, 0);
                assertThat(WORLD.latest(WORLD.idOf("A9"), "h")).isEqualTo(Integer.toString(version));
                assertThat(WORLD.latest(WORLD.idOf("D9"), "t")).isEqualTo(Integer.toString(version));
                client.publish("v1/gateway/attributes", 1, 3, "{\"A9\":{\"big\":1e400},\"D9\":{\"ok\":true}}");
                acknowledged(client, 3, 0);
                assertThat(WORLD.attribute(WORLD.idOf("D9"), "CLIENT_SCOPE", "ok"))
                        .isEqualTo("true");
            }
        }
        assertThat(WORLD.get("/api/telemetry/counters/DEVICE/" + WORLD.idOf("C9"))
                        .at("/refused/invalid")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void readsRequestIdsWrittenAsText() {
        Device gateway = WORLD.gateway("gateway text ids");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            client.publish("v1/gateway/attributes", 1, 1, "{\"T9\":{\"x\":1}}");
            acknowledged(client, 1, 0);
            client.publish(
                    "v1/gateway/attributes/request",
                    0,
                    0,
                    "{\"id\":\"7\",\"device\":\"T9\",\"client\":true,\"key\":\"x\"}");
            published(client, "v1/gateway/attributes/response", "{\"id\":7,\"device\":\"T9\",\"value\":1}");
        }
    }

    @Test
    void answersAttributesOfDevices() {
        Device gateway = WORLD.gateway("gateway 2");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            client.publish("v1/gateway/attributes", 1, 1, "{\"A2\":{\"x\":1,\"y\":2}}");
            acknowledged(client, 1, 0);
            client.publish(
                    "v1/gateway/attributes/request",
                    1,
                    2,
                    "{\"id\":1,\"device\":\"A2\",\"client\":true,\"key\":\"x\"}");
            acknowledged(client, 2, 0);
            published(client, "v1/gateway/attributes/response", "{\"id\":1,\"device\":\"A2\",\"value\":1}");
            client.publish(
                    "v1/gateway/attributes/request",
                    1,
                    3,
                    "{\"id\":2,\"device\":\"A2\",\"client\":true,\"keys\":[\"x\",\"y\"]}");
            acknowledged(client, 3, 0);
            published(
                    client,
                    "v1/gateway/attributes/response",
                    "{\"id\":2,\"device\":\"A2\",\"values\":{\"x\":1,\"y\":2}}");
            client.publish(
                    "v1/gateway/attributes/request",
                    1,
                    4,
                    "{\"id\":3,\"device\":\"A2\",\"client\":false,\"key\":\"z\"}");
            acknowledged(client, 4, 0);
            published(client, "v1/gateway/attributes/response", "{\"id\":3,\"device\":\"A2\",\"values\":{}}");
        }
    }

    @Test
    void carriesUpdatesAndCommandsToDevices() {
        Device gateway = WORLD.gateway("gateway 3");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, gateway.token())) {
            client.publish("v1/gateway/connect", 1, 1, "{\"device\":\"A3\"}");
            acknowledged(client, 1, 0);
            UUID device = WORLD.idOf("A3");
            WORLD.share(device, Map.of("rate", 5));
            published(client, "v1/gateway/attributes", "{\"device\":\"A3\",\"data\":{\"rate\":5}}");
            WORLD.ok(WORLD.world.api.delete(
                    WORLD.world.admin, "/api/plugins/telemetry/DEVICE/" + device + "/SHARED_SCOPE?keys=rate"));
            published(client, "v1/gateway/attributes", "{\"device\":\"A3\",\"data\":{\"deleted\":[\"rate\"]}}");
            CompletableFuture<TestApi.Answer> call = CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                    WORLD.world.admin,
                    "/api/rpc/twoway/" + device,
                    "{\"method\":\"m\",\"params\":[1],\"timeout\":9000}"));
            published(
                    client,
                    "v1/gateway/rpc",
                    "{\"device\":\"A3\",\"data\":{\"id\":0,\"method\":\"m\",\"params\":[1]}}");
            client.publish("v1/gateway/rpc", 1, 2, "{\"device\":\"A3\",\"id\":0,\"data\":{\"ok\":1}}");
            acknowledged(client, 2, 0);
            assertThat(call.join().status()).as(call.join().text()).isEqualTo(200);
            assertThat(call.join().text()).isEqualTo("{\"ok\":1}");
            client.publish("v1/gateway/disconnect", 1, 3, "{\"device\":\"A3\"}");
            acknowledged(client, 3, 0);
            WORLD.share(device, Map.of("rate", 6));
            assertThat(client.answersPing()).isTrue();
        }
    }

    @Test
    void refusesMessagesThatAreNoObjectsOfDevices() {
        Device gateway = WORLD.gateway("gateway 4");
        for (String bad : new String[] {"", "{", "[]", "1", "{\"A4\":[{\"a\":}]}"}) {
            try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, gateway.token())) {
                client.publish("v1/gateway/telemetry", 1, 1, bad);
                assertThat(client.isClosed()).as(bad).isTrue();
            }
            try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
                client.publish("v1/gateway/telemetry", 1, 1, bad);
                acknowledged(client, 1, 0x99);
                assertThat(client.answersPing()).isTrue();
            }
        }
    }

    @Test
    void refusesMessagesOfWhichNothingIsLeft() {
        Device gateway = WORLD.gateway("gateway 5");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            client.publish("v1/gateway/telemetry", 1, 1, "{\"A5\":[1,{\"a\":1}],\"B5\":7}");
            acknowledged(client, 1, 0);
            client.publish("v1/gateway/telemetry", 1, 2, "{\"A5\":7}");
            acknowledged(client, 2, 0x83);
            assertThat(client.read().code()).isEqualTo(0x83);
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(WORLD.latest(WORLD.idOf("A5"), "a")).isEqualTo("1");
    }

    @Test
    void doesNotWriteToADeviceOfAnotherCustomer() {
        UUID north = WORLD.world.newCustomer(WORLD.world.tenant, null, "North");
        UUID south = WORLD.world.newCustomer(WORLD.world.tenant, null, "South");
        Actor northAdmin = WORLD.world.newUser(
                WORLD.world.tenant, north, "root@north.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor southAdmin = WORLD.world.newUser(
                WORLD.world.tenant, south, "root@south.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        var document = Json.object().put("name", "north gateway");
        document.putObject("additionalInfo").put("gateway", true);
        Device gateway = WORLD.device(northAdmin, document);
        Device foreign = WORLD.device(southAdmin, Json.object().put("name", "south meter"));
        Device tenants = WORLD.device("tenant meter");
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            for (String name : new String[] {"south meter", "tenant meter"}) {
                try (RawClient client = RawClient.connected(WORLD.port, version, gateway.token())) {
                    client.publish("v1/gateway/telemetry", 1, 1, "{\"" + name + "\":[{\"stolen\":1}]}");
                    client.read();
                    client.publish("v1/gateway/attributes", 1, 2, "{\"" + name + "\":{\"stolen\":1}}");
                    client.publish(
                            "v1/gateway/attributes/request",
                            1,
                            3,
                            "{\"id\":1,\"device\":\"" + name + "\",\"client\":true,\"keys\":[]}");
                    client.publish("v1/gateway/telemetry", 1, 4, "{\"own meter\":[{\"a\":1}]}");
                    Packet last = client.read();
                    while (last.packetId() != 4) {
                        assertThat(last.type()).isEqualTo(RawClient.PUBACK);
                        last = client.read();
                    }
                    assertThat(last.reason()).isZero();
                }
            }
        }
        for (Device victim : new Device[] {foreign, tenants}) {
            assertThat(WORLD.latest(victim.id(), "stolen")).isEmpty();
            assertThat(WORLD.attribute(victim.id(), "CLIENT_SCOPE", "stolen")).isEmpty();
        }
        assertThat(WORLD.get("/api/device/info/" + WORLD.idOf("own meter"))
                        .at("/ownerId/id")
                        .asText())
                .isEqualTo(north.toString());
    }
}
