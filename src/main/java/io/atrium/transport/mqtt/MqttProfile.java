package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.ingest.DeviceFacts;
import org.jspecify.annotations.Nullable;

/**
 * What a device profile of the transport MQTT changes (device-data-api 1.3, 1.6): topics of its own beside the usual
 * ones, and whether malformed messages are acknowledged.
 *
 * @param telemetry topic filter of telemetry, may hold {@code +} and {@code #}
 * @param attributes topic filter of client attributes
 * @param attributeUpdates filter that stands for the usual one of shared attributes
 */
record MqttProfile(
        @Nullable String telemetry,
        @Nullable String attributes,
        @Nullable String attributeUpdates,
        boolean acknowledgesBadPayload) {

    private static final MqttProfile PLAIN = new MqttProfile(null, null, null, false);

    /** The settings of a profile; most have none, and share one value. */
    static MqttProfile of(DeviceFacts facts) {
        return of(facts.transportType(), facts.transportConfiguration());
    }

    static MqttProfile of(String transportType, JsonNode configuration) {
        if (!transportType.equals("MQTT")) {
            return PLAIN;
        }
        return new MqttProfile(
                own(configuration, "deviceTelemetryTopic", Form.V1.telemetry),
                own(configuration, "deviceAttributesTopic", Form.V1.attributes),
                own(configuration, "deviceAttributesSubscribeTopic", Form.V1.attributes),
                configuration.path("sendAckOnValidationException").asBoolean(false));
    }

    private static @Nullable String own(JsonNode configuration, String field, String usual) {
        String filter = configuration.path(field).asText("");
        return filter.isEmpty() || filter.equals(usual) ? null : filter;
    }

    /** What a topic that is none of the usual ones means to this profile. */
    @Nullable
    Uplink uplink(String topic) {
        if (telemetry != null && matches(telemetry, topic)) {
            return Uplink.of(Form.SHORT.telemetry);
        }
        return attributes != null && matches(attributes, topic) ? Uplink.of(Form.SHORT.attributes) : null;
    }

    /** MQTT's own rules: {@code +} is one level, {@code #} is all that are left, also none. */
    static boolean matches(String filter, String topic) {
        int at = 0;
        int in = 0;
        while (in <= filter.length()) {
            int end = levelEnd(filter, in);
            String level = filter.substring(in, end);
            if (level.equals("#")) {
                return true;
            }
            if (at > topic.length()) {
                return false;
            }
            int topicEnd = levelEnd(topic, at);
            if (!level.equals("+") && !topic.substring(at, topicEnd).equals(level)) {
                return false;
            }
            in = end + 1;
            at = topicEnd + 1;
        }
        return at > topic.length();
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
