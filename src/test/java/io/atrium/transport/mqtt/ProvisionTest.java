package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.transport.mqtt.RawClient.Packet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Devices without credentials ask for some (device-data-api 1.9). */
final class ProvisionTest {

    private static final MqttWorld WORLD = new MqttWorld();

    static {
        profile(WORLD, "new", "ALLOW_CREATE_NEW_DEVICES");
        profile(WORLD, "known", "CHECK_PRE_PROVISIONED_DEVICES");
    }

    /** A profile whose key and secret begin with its name. */
    static void profile(MqttWorld world, String name, String strategy) {
        world.post("/api/deviceProfile", Json.read("""
                        {"name":"%1$s","type":"DEFAULT","transportType":"DEFAULT","provisionType":"%2$s",
                         "provisionDeviceKey":"%1$s-key",
                         "profileData":{"configuration":{"type":"DEFAULT"},"transportConfiguration":{"type":"DEFAULT"},
                          "provisionConfiguration":{"type":"%2$s","provisionDeviceSecret":"%1$s-secret"}}}
                        """.formatted(name, strategy), JsonNode.class));
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static RawClient connected(int version) {
        return RawClient.connected(WORLD.port, version, "provision");
    }

    private static String request(String name, String profile, String more) {
        return "{\"deviceName\":\"" + name + "\",\"provisionDeviceKey\":\"" + profile
                + "-key\",\"provisionDeviceSecret\":\"" + profile + "-secret\"" + more + "}";
    }

    private static JsonNode answer(RawClient client, String request) {
        client.publish("/provision/request", 1, 1, request);
        Packet first = client.read();
        assertThat(first.type()).isEqualTo(RawClient.PUBACK);
        Packet answer = client.read();
        assertThat(answer.topic()).isEqualTo("/provision/response");
        return Json.read(answer.payload(client.version), JsonNode.class);
    }

    @Test
    void aNewDeviceGetsATokenThatWorks() {
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = connected(version)) {
                client.subscribe(9, 1, "/provision/response");
                JsonNode answer = answer(client, request("fresh " + version, "new", ""));
                assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
                assertThat(answer.path("credentialsType").asText()).isEqualTo("ACCESS_TOKEN");
                RawClient.connected(
                                WORLD.port,
                                version,
                                answer.path("credentialsValue").asText())
                        .close();
            }
        }
    }

    @Test
    void theAnswerNeedsNoSubscriptionAndTheClientIdWillDo() {
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V311)) {
            assertThat(client.connect("provision", null, null).code()).isZero();
            JsonNode answer = answer(
                    client,
                    request(
                            "basic",
                            "new",
                            ",\"credentialsType\":\"MQTT_BASIC\",\"clientId\":\"c\",\"username\":\"u\",\"password\":\"p\""));
            assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
            try (RawClient device = RawClient.open(WORLD.port, RawClient.V311)) {
                assertThat(device.connect("c", "u", "p").code()).isZero();
            }
        }
    }

    @Test
    void aDeviceThatIsThereIsProvisionedOnce() {
        WORLD.device(WORLD.world.admin, Json.object().put("name", "there").put("type", "known"));
        try (RawClient client = connected(RawClient.V311)) {
            assertThat(answer(client, request("there", "known", ""))
                            .path("status")
                            .asText())
                    .isEqualTo("SUCCESS");
            assertThat(answer(client, request("there", "known", ""))
                            .path("status")
                            .asText())
                    .isEqualTo("FAILURE");
        }
    }

    @Test
    void wrongKeysAndBrokenRequestsGetAnError() {
        try (RawClient client = connected(RawClient.V5)) {
            assertThat(answer(client, "{\"provisionDeviceKey\":\"x\",\"provisionDeviceSecret\":\"y\"}"))
                    .isEqualTo(
                            Json.object().put("status", "NOT_FOUND").put("errorMsg", "Provision data was not found!"));
            client.publish("/provision/request", 1, 2, "{");
            assertThat(client.read().reason()).isEqualTo(0x99);
        }
    }

    @Test
    void nothingElseIsAllowed() {
        for (String topic : new String[] {"v1/devices/me/telemetry", "a", "v1/gateway/connect"}) {
            try (RawClient client = connected(RawClient.V5)) {
                assertThat(RawClient.codes(
                                client.subscribe(1, 1, "/provision/response", "v1/devices/me/attributes"),
                                client.version))
                        .containsExactly(1, 0x8F);
                assertThat(RawClient.codes(
                                client.unsubscribe(2, "v1/devices/me/attributes", "/provision/response"),
                                client.version))
                        .containsExactly(0x8F, 0);
                client.publish(topic, 1, 3, "{\"a\":1}");
                Packet answer = client.read();
                assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
                assertThat(answer.reason()).isEqualTo(0x90);
                assertThat(client.read().type()).isEqualTo(RawClient.DISCONNECT);
                assertThat(client.isClosed()).isTrue();
            }
            try (RawClient client = connected(RawClient.V311)) {
                client.publish(topic, 1, 3, "{\"a\":1}");
                assertThat(client.isClosed()).isTrue();
            }
        }
    }
}
