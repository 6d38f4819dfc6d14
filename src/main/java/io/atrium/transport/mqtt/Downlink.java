package io.atrium.transport.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
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

    /**
     * What the client takes, and what it is given.
     *
     * @param maxPacket the largest packet that the client takes, in bytes
     * @param maxInFlight how many messages it takes before it acknowledges the first
     * @param maxWaitingBytes how much may wait beyond that
     */
    record Terms(boolean isVersion5, long maxPacket, int maxInFlight, long maxWaitingBytes) {}

    private record Waiting(String topic, byte[] payload, Delivered delivered) {
        long bytes() {
            return WAITING_BYTES + topic.length() + payload.length;
        }
    }

    /** What a message that waits takes beside its topic and payload. */
    private static final int WAITING_BYTES = 128;

    private static final int MAX_PACKET_ID = 65_535;
    /** Room for the fixed header, the lengths and the properties of a packet. */
    private static final int OVERHEAD = 12;

    private final ChannelHandlerContext context;
    private final Terms terms;
    /** Made with the first message: most devices are never sent any. */
    private Map<Integer, Delivered> inFlight = Map.of();

    private Queue<Waiting> waiting = new ArrayDeque<>(1);
    private long waitingBytes;
    private int lastId;

    Downlink(ChannelHandlerContext context, Terms terms) {
        this.context = context;
        this.terms = terms;
    }

    /** Sends a message; false if the client reads so slowly that too much waits for it already. */
    boolean publish(String topic, int quality, byte[] payload, Delivered delivered) {
        if (payload.length + topic.length() + OVERHEAD > terms.maxPacket) {
            delivered.accept(false);
            return true;
        }
        if (quality == Packet.QUALITY_0) {
            write(topic, quality, 0, payload);
            delivered.accept(true);
        } else if (inFlight.size() < Math.min(terms.maxInFlight, MAX_PACKET_ID)) {
            send(topic, payload, delivered);
        } else {
            Waiting next = new Waiting(topic, payload, delivered);
            if (waitingBytes + next.bytes() > terms.maxWaitingBytes) {
                delivered.accept(false);
                return false;
            }
            waiting.add(next);
            waitingBytes += next.bytes();
        }
        ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
        return unsent == null || unsent.totalPendingWriteBytes() <= terms.maxWaitingBytes;
    }

    private void send(String topic, byte[] payload, Delivered delivered) {
        if (inFlight.isEmpty()) {
            inFlight = new HashMap<>(4);
        }
        do {
            lastId = lastId % MAX_PACKET_ID + 1;
        } while (inFlight.containsKey(lastId));
        inFlight.put(lastId, delivered);
        write(topic, Packet.QUALITY_1, lastId, payload);
    }

    private void write(String topic, int quality, int packetId, byte[] payload) {
        context.writeAndFlush(
                Packets.publish(context.alloc(), topic, quality, packetId, payload, terms.isVersion5),
                context.voidPromise());
    }

    /** Bytes that wait until the client acknowledges what it has. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** The client has acknowledged a message; what waited takes its place. */
    void acknowledged(int packetId) {
        Delivered delivered = inFlight.isEmpty() ? null : inFlight.remove(packetId);
        if (delivered == null) {
            return;
        }
        delivered.accept(true);
        Waiting next = waiting.poll();
        if (next != null) {
            waitingBytes -= next.bytes();
            send(next.topic, next.payload, next.delivered);
        }
    }

    /** Tells whoever asked that the rest is not delivered. */
    void close() {
        Map<Integer, Delivered> unacknowledged = inFlight;
        Queue<Waiting> unsent = waiting;
        inFlight = Map.of();
        waiting = new ArrayDeque<>(1);
        waitingBytes = 0;
        unacknowledged.values().forEach(delivered -> delivered.accept(false));
        unsent.forEach(message -> message.delivered.accept(false));
    }
}
