package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.transport.mqtt.Filter.Push;
import io.atrium.transport.mqtt.Uplink.Action;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The topics of device-data-api 1.3 and 1.8. */
final class TopicsTest {

    private static Uplink uplink(String topic) {
        return Objects.requireNonNull(Uplink.of(topic), topic);
    }

    @Test
    void readsEveryTopicThatDevicesPublishTo() {
        Map.of(
                        "v1/devices/me/telemetry", new Uplink(Action.TELEMETRY, Form.V1, -1),
                        "v2/t", new Uplink(Action.TELEMETRY, Form.SHORT, -1),
                        "v2/t/j", new Uplink(Action.TELEMETRY, Form.JSON, -1),
                        "v2/t/p", new Uplink(Action.TELEMETRY, Form.PROTOBUF, -1),
                        "v1/devices/me/attributes", new Uplink(Action.ATTRIBUTES, Form.V1, -1),
                        "v2/a", new Uplink(Action.ATTRIBUTES, Form.SHORT, -1),
                        "v2/a/j", new Uplink(Action.ATTRIBUTES, Form.JSON, -1),
                        "v1/devices/me/claim", new Uplink(Action.CLAIM, Form.V1, -1),
                        "/provision/request", new Uplink(Action.PROVISION, Form.V1, -1),
                        "v2/fw/request/1/chunk/0", new Uplink(Action.FIRMWARE, Form.V1, -1))
                .forEach(
                        (topic, expected) -> assertThat(uplink(topic)).as(topic).isEqualTo(expected));
    }

    @Test
    void readsTheNumberOfARequest() {
        Map.of(
                        "v1/devices/me/attributes/request/7", new Uplink(Action.ATTRIBUTE_REQUEST, Form.V1, 7),
                        "v2/a/req/7", new Uplink(Action.ATTRIBUTE_REQUEST, Form.SHORT, 7),
                        "v2/a/req/j/7", new Uplink(Action.ATTRIBUTE_REQUEST, Form.JSON, 7),
                        "v2/a/req/p/7", new Uplink(Action.ATTRIBUTE_REQUEST, Form.PROTOBUF, 7),
                        "v1/devices/me/rpc/request/12", new Uplink(Action.CALL, Form.V1, 12),
                        "v2/r/req/j/12", new Uplink(Action.CALL, Form.JSON, 12),
                        "v1/devices/me/rpc/response/0", new Uplink(Action.REPLY, Form.V1, 0),
                        "v2/r/res/3", new Uplink(Action.REPLY, Form.SHORT, 3),
                        "v2/r/res/3.0", new Uplink(Action.REPLY, Form.SHORT, 3),
                        "v1/devices/me/rpc/response/1e2", new Uplink(Action.REPLY, Form.V1, 100))
                .forEach(
                        (topic, expected) -> assertThat(uplink(topic)).as(topic).isEqualTo(expected));
        for (String bad : new String[] {"", "x", "1x", "1/2", "99999999999", "+1 ", " 1", "1.5", "٣"}) {
            assertThatThrownBy(() -> Uplink.of("v1/devices/me/rpc/request/" + bad))
                    .as(bad)
                    .isInstanceOf(Problem.class)
                    .hasCauseInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void knowsTheVerbsOfGateways() {
        assertThat(uplink("v1/gateway/telemetry").action()).isEqualTo(Action.GATEWAY_TELEMETRY);
        assertThat(uplink("v1/gateway/attributes/request").action()).isEqualTo(Action.GATEWAY_ATTRIBUTE_REQUEST);
        assertThat(uplink("v1/gateway/nonsense").action()).isEqualTo(Action.GATEWAY_UNKNOWN);
        for (Action action : Action.values()) {
            assertThat(action.isGateway()).isEqualTo(action.name().startsWith("GATEWAY_"));
        }
    }

    @Test
    void takesNoOtherTopic() {
        for (String topic : new String[] {
            "",
            "/",
            "v1",
            "v1/devices/me/",
            "v1/devices/me/telemetry/",
            "v1/devices/you/telemetry",
            "V2/T",
            "v2/fw/request/x/chunk/0",
            "a/".repeat(1000)
        }) {
            assertThat(Uplink.of(topic)).as(topic).isNull();
        }
    }

    @Test
    void comparesFiltersLetterByLetter() {
        assertThat(Filter.of("v1/devices/me/attributes")).isEqualTo(new Filter(Push.ATTRIBUTES, Form.V1));
        assertThat(Filter.of("v2/r/req/+")).isEqualTo(new Filter(Push.CALL, Form.SHORT));
        assertThat(Filter.of("v2/r/res/j/+")).isEqualTo(new Filter(Push.REPLY, Form.JSON));
        assertThat(Filter.of("v2/fw/response/+/chunk/+")).isEqualTo(new Filter(Push.FIRMWARE, Form.V1));
        for (String filter : new String[] {
            "#",
            "+",
            "v1/#",
            "v1/devices/me/+",
            "v1/devices/+/attributes",
            "v1/devices/me/rpc/request/1",
            "v1/devices/me/rpc/request/#",
            "v2/fw/response/+",
            "$share/x/v1/devices/me/attributes",
            "$SYS/#",
            "/provision/response"
        }) {
            assertThat(Filter.of(filter)).as(filter).isNull();
        }
    }

    @Test
    void matchesTheFiltersOfProfilesByTheRulesOfMqtt() {
        assertThat(MqttProfile.matches("a/b", "a/b")).isTrue();
        assertThat(MqttProfile.matches("a/+/c", "a/b/c")).isTrue();
        assertThat(MqttProfile.matches("a/+", "a/")).isTrue();
        assertThat(MqttProfile.matches("+", "a")).isTrue();
        assertThat(MqttProfile.matches("a/#", "a")).isTrue();
        assertThat(MqttProfile.matches("a/#", "a/b/c")).isTrue();
        assertThat(MqttProfile.matches("#", "a/".repeat(1000))).isTrue();
        assertThat(MqttProfile.matches("a/b", "a")).isFalse();
        assertThat(MqttProfile.matches("a", "a/b")).isFalse();
        assertThat(MqttProfile.matches("a/", "a")).isFalse();
        assertThat(MqttProfile.matches("a/+", "a/b/c")).isFalse();
        assertThat(MqttProfile.matches("+", "a/b")).isFalse();
    }

    @Test
    void readsTheTopicsOfAProfile() {
        MqttProfile profile = MqttProfile.of(
                "MQTT",
                Json.object()
                        .put("deviceTelemetryTopic", "own/+/t")
                        .put("deviceAttributesTopic", "v1/devices/me/attributes")
                        .put("deviceAttributesSubscribeTopic", "own/a")
                        .put("sendAckOnValidationException", true));
        assertThat(Objects.requireNonNull(profile.uplink("own/x/t")).action()).isEqualTo(Action.TELEMETRY);
        assertThat(profile.uplink("own/x/y")).isNull();
        assertThat(profile.attributes()).isNull();
        assertThat(profile.attributeUpdates()).isEqualTo("own/a");
        assertThat(profile.acknowledgesBadPayload()).isTrue();
        assertThat(MqttProfile.of("DEFAULT", Json.object().put("deviceTelemetryTopic", "own/t"))
                        .uplink("own/t"))
                .isNull();
    }
}
