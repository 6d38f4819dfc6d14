package io.atrium.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.HashMap;
import java.util.Map;

/** The filters that one client subscribed to, by their text. */
final class Subscriptions {

    private Map<String, MqttQoS> byFilter = Map.of();

    void add(String filter, MqttQoS quality) {
        if (byFilter.isEmpty()) {
            byFilter = new HashMap<>(8);
        }
        byFilter.put(filter, quality);
    }

    boolean remove(String filter) {
        return !byFilter.isEmpty() && byFilter.remove(filter) != null;
    }

    boolean contains(String filter) {
        return byFilter.containsKey(filter);
    }

    /** With what quality a message goes out; answers also go to clients that never subscribed (device-data-api 1.1). */
    MqttQoS quality(String filter) {
        return byFilter.getOrDefault(filter, MqttQoS.AT_LEAST_ONCE);
    }
}
