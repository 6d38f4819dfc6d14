package io.atrium.transport.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What the server publishes to one client. Messages of QoS 1 wait for their turn when the client has as many
 * unacknowledged ones as it asked for; lives on the connection's event loop.
 */
final class Downlink {

    /** The client has it (QoS 1: said so; QoS 0: it was sent), or never will. */
    interface Delivered extends Consumer<Boolean> {
        Delivered NOBODY_ASKS = isDelivered -> {};
    }

    private record Waiting(String topic, byte[] payload, Delivered delivered) {}

    private static final int MAX_PACKET_ID = 65_535;
    /** Room for the fixed header, the lengths and the properties of a packet. */
    private static final int OVERHEAD = 12;

    private final ChannelHandlerContext context;
    private final long maxPacket;
    private final int maxInFlight;
    private final long maxWaitingBytes;
    private final Map<Integer, Delivered> inFlight = new HashMap<>(4);
    private final Queue<Waiting> waiting = new ArrayDeque<>(4);
    private long waitingBytes;
    private int lastId;

    /**
     * Starts with nothing on its way.
     *
     * @param maxPacket the largest packet that the client takes, in bytes
     * @param maxInFlight how many messages it takes before it acknowledges the first
     * @param maxWaitingBytes how much may wait beyond that
     */
    Downlink(ChannelHandlerContext context, long maxPacket, int maxInFlight, long maxWaitingBytes) {
        this.context = context;
        this.maxPacket = maxPacket;
        this.maxInFlight = Math.min(maxInFlight, MAX_PACKET_ID);
        this.maxWaitingBytes = maxWaitingBytes;
    }

    /** Sends a message; false if the client reads so slowly that too much waits for it already. */
    boolean publish(String topic, MqttQoS quality, byte[] payload, Delivered delivered) {
        if (payload.length + topic.length() + OVERHEAD > maxPacket) {
            delivered.accept(false);
            return true;
        }
        if (quality == MqttQoS.AT_MOST_ONCE) {
            write(topic, quality, 0, payload);
            delivered.accept(true);
        } else if (inFlight.size() < maxInFlight) {
            send(topic, payload, delivered);
        } else if (waitingBytes + payload.length > maxWaitingBytes) {
            delivered.accept(false);
            return false;
        } else {
            waiting.add(new Waiting(topic, payload, delivered));
            waitingBytes += payload.length;
        }
        return context.channel().unsafe().outboundBuffer() == null
                || context.channel().unsafe().outboundBuffer().totalPendingWriteBytes() <= maxWaitingBytes;
    }

    private void send(String topic, byte[] payload, Delivered delivered) {
        do {
            lastId = lastId % MAX_PACKET_ID + 1;
        } while (inFlight.containsKey(lastId));
        inFlight.put(lastId, delivered);
        write(topic, MqttQoS.AT_LEAST_ONCE, lastId, payload);
    }

    private void write(String topic, MqttQoS quality, int packetId, byte[] payload) {
        int length = 2 + topic.getBytes(StandardCharsets.UTF_8).length + (packetId == 0 ? 0 : 2) + payload.length;
        context.writeAndFlush(
                new MqttPublishMessage(
                        new MqttFixedHeader(MqttMessageType.PUBLISH, false, quality, false, length),
                        new MqttPublishVariableHeader(topic, packetId),
                        Unpooled.wrappedBuffer(payload)),
                context.voidPromise());
    }

    /** The client has acknowledged a message; what waited takes its place. */
    void acknowledged(int packetId) {
        Delivered delivered = inFlight.remove(packetId);
        if (delivered == null) {
            return;
        }
        delivered.accept(true);
        Waiting next = waiting.poll();
        if (next != null) {
            waitingBytes -= next.payload.length;
            send(next.topic, next.payload, next.delivered);
        }
    }

    /** Tells whoever asked that the rest is not delivered. */
    void close() {
        inFlight.values().forEach(delivered -> delivered.accept(false));
        inFlight.clear();
        waiting.forEach(message -> message.delivered.accept(false));
        waiting.clear();
    }
}
