package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.atrium.base.WholeNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of a published message asks for.
 *
 * @param requestId what the client chose to tell its requests apart; -1 where the topic has none
 */
record Uplink(Action action, Form form, int requestId) {

    /** The verbs of devices and gateways. */
    enum Action {
        TELEMETRY,
        /** Telemetry of which alarms take no notice. */
        BACKFILL,
        ATTRIBUTES,
        ATTRIBUTE_REQUEST,
        /** A client's remote call to the server. */
        CALL,
        /** The answer to a remote call of the server. */
        REPLY,
        CLAIM,
        FIRMWARE,
        PROVISION,
        GATEWAY_CONNECT,
        GATEWAY_DISCONNECT,
        GATEWAY_TELEMETRY,
        GATEWAY_BACKFILL,
        GATEWAY_ATTRIBUTES,
        GATEWAY_ATTRIBUTE_REQUEST,
        GATEWAY_REPLY,
        GATEWAY_CLAIM,
        /** Anything else below the gateway's prefix. */
        GATEWAY_UNKNOWN;

        boolean isGateway() {
            return ordinal() >= GATEWAY_CONNECT.ordinal();
        }
    }

    static final String GATEWAY = "v1/gateway/";
    static final String PROVISION_REQUEST = "/provision/request";
    static final String PROVISION_RESPONSE = "/provision/response";
    static final String FIRMWARE_ERROR = "v2/fw/error";

    private static final Pattern CHUNK = Pattern.compile("v2/[fs]w/request/\\d+/chunk/\\d+");

    private record Prefix(String text, Action action, Form form) {}

    private static final Map<String, Uplink> WHOLE = new HashMap<>();
    private static final List<Prefix> PREFIXES = new ArrayList<>();

    static {
        for (Form form : Form.values()) {
            WHOLE.put(form.telemetry, new Uplink(Action.TELEMETRY, form, -1));
            WHOLE.put(form.attributes, new Uplink(Action.ATTRIBUTES, form, -1));
            PREFIXES.add(new Prefix(form.attributeRequest, Action.ATTRIBUTE_REQUEST, form));
            PREFIXES.add(new Prefix(form.rpcRequest, Action.CALL, form));
            PREFIXES.add(new Prefix(form.rpcResponse, Action.REPLY, form));
        }
        // The short prefixes begin those with a letter for the encoding.
        PREFIXES.sort(
                Comparator.comparingInt((Prefix prefix) -> prefix.text.length()).reversed());
        whole("v1/devices/me/claim", Action.CLAIM);
        whole(PROVISION_REQUEST, Action.PROVISION);
        whole(GATEWAY + "connect", Action.GATEWAY_CONNECT);
        whole(GATEWAY + "disconnect", Action.GATEWAY_DISCONNECT);
        whole(GATEWAY + "telemetry", Action.GATEWAY_TELEMETRY);
        // Of ours, for MQTT 3: a client of MQTT 5 may add the user property to any topic of telemetry.
        whole(Form.V1.telemetry + "/backfill", Action.BACKFILL);
        whole(GATEWAY + "telemetry/backfill", Action.GATEWAY_BACKFILL);
        whole(GATEWAY + "attributes", Action.GATEWAY_ATTRIBUTES);
        whole(GATEWAY + "attributes/request", Action.GATEWAY_ATTRIBUTE_REQUEST);
        whole(GATEWAY + "rpc", Action.GATEWAY_REPLY);
        whole(GATEWAY + "claim", Action.GATEWAY_CLAIM);
    }

    private static void whole(String topic, Action action) {
        WHOLE.put(topic, new Uplink(action, Form.V1, -1));
    }

    /**
     * Reads a topic; null if it is none of ours.
     *
     * @throws Problem if the id of a request is no number; its cause tells so
     */
    static @Nullable Uplink of(String topic) {
        Uplink known = WHOLE.get(topic);
        if (known != null) {
            return known;
        }
        for (Prefix prefix : PREFIXES) {
            if (topic.startsWith(prefix.text)) {
                return new Uplink(prefix.action, prefix.form, requestId(topic, prefix.text.length()));
            }
        }
        if (topic.startsWith(GATEWAY)) {
            return new Uplink(Action.GATEWAY_UNKNOWN, Form.V1, -1);
        }
        return CHUNK.matcher(topic).matches() ? new Uplink(Action.FIRMWARE, Form.V1, -1) : null;
    }

    /** The same for a message with the user property {@code backfill}, which matters to telemetry only. */
    Uplink asBackfill() {
        return switch (action) {
            case TELEMETRY -> new Uplink(Action.BACKFILL, form, requestId);
            case GATEWAY_TELEMETRY -> new Uplink(Action.GATEWAY_BACKFILL, form, requestId);
            default -> this;
        };
    }

    private static int requestId(String topic, int from) {
        String number = topic.substring(from);
        OptionalLong id =
                number.chars().allMatch(c -> c > ' ' && c != '+') ? WholeNumber.of(number) : OptionalLong.empty();
        if (id.isEmpty() || id.getAsLong() != (int) id.getAsLong()) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "The topic must end with the number of the request",
                    new NumberFormatException(number));
        }
        return (int) id.getAsLong();
    }
}
