package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The rates of a tenant's profile, as MQTT clients hear of them (device-data-api 1.2, 1.6, 1.7). */
final class RateLimitsTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final String TELEMETRY = "v1/devices/me/telemetry";

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static void acknowledges(RawClient client, int packetId, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.packetId()).isEqualTo(packetId);
        assertThat(answer.reason()).isEqualTo(reason);
    }

    private static void disconnects(RawClient client, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.DISCONNECT);
        assertThat(answer.code()).isEqualTo(reason);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void tooManyMessages() {
        limit("transportDeviceTelemetryMsgRateLimit", "3:3600");
        Actor admin = otherTenant("limited");
        Device old = WORLD.device(admin, Json.object().put("name", "old"));
        Device five = WORLD.device(admin, Json.object().put("name", "five"));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, old.token())) {
            for (int i = 1; i <= 3; i++) {
                client.publish(TELEMETRY, 1, i, "{\"a\":1}");
                acknowledges(client, i, 0);
            }
            client.publish(TELEMETRY, 1, 4, "{\"a\":1}");
            assertThat(client.isClosed()).isTrue();
        }
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, five.token())) {
            for (int i = 1; i <= 3; i++) {
                client.publish(TELEMETRY, 1, i, "{\"a\":1}");
                acknowledges(client, i, 0);
            }
            client.publish(TELEMETRY, 1, 4, "{\"a\":1}");
            acknowledges(client, 4, 0x83);
            disconnects(client, 0x83);
        }
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, five.token())) {
            client.publish(TELEMETRY, 0, 0, "{\"a\":1}");
            disconnects(client, 0x83);
        }
    }

    @Test
    void tooManyConnections() {
        limit("transportDeviceMsgRateLimit", "2:3600");
        Device device =
                WORLD.device(otherTenant("few connections"), Json.object().put("name", "often"));
        for (int i = 0; i < 2; i++) {
            RawClient.connected(WORLD.port, RawClient.V311, device.token()).close();
        }
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                assertThat(client.connect("", device.token(), null).code())
                        .isEqualTo(version == RawClient.V5 ? 0x9F : 3);
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void tooManyMessagesOfOneDeviceBehindAGateway() {
        limit("transportGatewayDeviceTelemetryMsgRateLimit", "2:3600");
        var document = Json.object().put("name", "gateway");
        document.putObject("additionalInfo").put("gateway", true);
        Device gateway = WORLD.device(otherTenant("noisy"), document);
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            for (int i = 1; i <= 2; i++) {
                client.publish("v1/gateway/telemetry", 1, i, "{\"noisy\":[{\"a\":1}]}");
                acknowledges(client, i, 0);
            }
            client.publish("v1/gateway/telemetry", 1, 3, "{\"noisy\":[{\"a\":2}],\"calm\":[{\"a\":1}]}");
            Packet told = client.read();
            assertThat(told.topic()).isEqualTo("v1/gateway/disconnect");
            assertThat(Json.read(told.payload(RawClient.V5), JsonNode.class))
                    .isEqualTo(Json.object().put("device", "noisy").put("reason", 150));
            client.ack(told.publishId());
            acknowledges(client, 3, 0x97);
            client.publish("v1/gateway/telemetry", 1, 4, "{\"noisy\":[{\"a\":3}]}");
            acknowledges(client, 4, 0x97);
            client.publish("v1/gateway/telemetry", 1, 5, "{\"calm\":[{\"a\":2}]}");
            acknowledges(client, 5, 0);
        }
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, gateway.token())) {
            client.publish("v1/gateway/telemetry", 1, 1, "{\"noisy\":[{\"a\":4}]}");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /** Sets one limit of the default tenant profile; tenants that are not loaded yet will find it. */
    private static void limit(String name, String value) {
        JsonNode info = WORLD.ok(WORLD.world.api.get(TestWorld.SYSTEM, "/api/tenantProfileInfo/default"))
                .json();
        ObjectNode profile = (ObjectNode) WORLD.ok(WORLD.world.api.get(
                        TestWorld.SYSTEM,
                        "/api/tenantProfile/" + info.at("/id/id").asText()))
                .json();
        ((ObjectNode) profile.at("/profileData/configuration"))
                .remove(List.of(
                        "transportDeviceTelemetryMsgRateLimit",
                        "transportDeviceMsgRateLimit",
                        "transportGatewayDeviceTelemetryMsgRateLimit"));
        ((ObjectNode) profile.at("/profileData/configuration")).put(name, value);
        WORLD.ok(WORLD.world.api.post(TestWorld.SYSTEM, "/api/tenantProfile", Json.write(profile)));
    }

    private static Actor otherTenant(String title) {
        UUID tenant = WORLD.world.newTenant(title);
        return WORLD.world.newUser(
                tenant, null, title.replace(' ', '-') + "@example.org", DefaultGroups.TENANT_ADMINISTRATORS);
    }
}
