package io.atrium.transport.mqtt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic filter that clients may subscribe to. There are no others: a filter is compared letter by letter
 * (device-data-api 1.3).
 */
record Filter(Push push, Form form) {

    /** What the server sends to clients. */
    enum Push {
        ATTRIBUTES,
        ATTRIBUTE_RESPONSE,
        CALL,
        REPLY,
        FIRMWARE,
        GATEWAY_ATTRIBUTES,
        GATEWAY_ATTRIBUTE_RESPONSE,
        GATEWAY_CALL
    }

    private static final Map<String, Filter> KNOWN = new HashMap<>();

    static {
        for (Form form : Form.values()) {
            KNOWN.put(form.attributes, new Filter(Push.ATTRIBUTES, form));
            KNOWN.put(form.attributeResponse + "+", new Filter(Push.ATTRIBUTE_RESPONSE, form));
            KNOWN.put(form.rpcRequest + "+", new Filter(Push.CALL, form));
            KNOWN.put(form.rpcResponse + "+", new Filter(Push.REPLY, form));
        }
        for (String kind : new String[] {"fw", "sw"}) {
            KNOWN.put("v2/" + kind + "/response/+/chunk/+", new Filter(Push.FIRMWARE, Form.V1));
            KNOWN.put("v2/" + kind + "/error", new Filter(Push.FIRMWARE, Form.V1));
        }
        KNOWN.put(Uplink.GATEWAY + "attributes", new Filter(Push.GATEWAY_ATTRIBUTES, Form.V1));
        KNOWN.put(Uplink.GATEWAY + "attributes/response", new Filter(Push.GATEWAY_ATTRIBUTE_RESPONSE, Form.V1));
        KNOWN.put(Uplink.GATEWAY + "rpc", new Filter(Push.GATEWAY_CALL, Form.V1));
    }

    static @Nullable Filter of(String text) {
        return KNOWN.get(text);
    }
}
