package io.atrium.transport.mqtt;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole packet of a client, checked against the rules of its version of MQTT. */
sealed interface Packet {

    int QUALITY_0 = 0;
    int QUALITY_1 = 1;
    int QUALITY_2 = 2;

    /**
     * The first packet.
     *
     * @param version 3 for MQTT 3.1, 4 for 3.1.1, 5 for 5
     * @param numbers properties that are numbers, by their identifier; above 2^31 they are negative
     */
    record Connect(
            int version,
            int keepAliveSeconds,
            Map<Integer, Integer> numbers,
            boolean wantsMethod,
            String clientId,
            @Nullable String userName,
            @Nullable String password)
            implements Packet {}

    /**
     * A message.
     *
     * @param packetId 0 if the quality is 0
     * @param isBackfill whether it has the user property {@code backfill} with the value {@code true}
     */
    record Publish(int quality, int packetId, String topic, boolean hasAlias, boolean isBackfill, byte[] payload)
            implements Packet {}

    record PubAck(int packetId) implements Packet {}

    record PubRel(int packetId) implements Packet {}

    /** A filter with the quality that is asked for. */
    record Wanted(String filter, int quality) {}

    record Subscribe(int packetId, List<Wanted> wanted) implements Packet {}

    record Unsubscribe(int packetId, List<String> filters) implements Packet {}

    record PingReq() implements Packet {}

    record Disconnect() implements Packet {}

    /** A CONNECT that is refused with a code of its own, before anybody asks who it is. */
    record BadConnect(ReturnCode code, boolean isVersion5) implements Packet {}

    /** Not a packet that a client may send; nothing after it is read. */
    record Broken(Reason reason) implements Packet {}
}
