package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one client that are not answered yet. Answers go out in the order of the messages (MQTT 4.6), as many
 * as there are in one write. A client with too many unanswered messages is not read any further.
 */
final class Replies {

    private static final Set<Integer> NONE = Set.of();
    private static final String PROVISION_ONLY = "The connection is for " + Uplink.PROVISION_REQUEST + " only";

    private final Connection connection;
    private final ArrayDeque<Ack> waiting = new ArrayDeque<>(1);
    /** Packet ids of QoS 2 between PUBLISH and PUBREL. */
    private Set<Integer> exactlyOnce = NONE;

    private boolean isTouched;
    private boolean isHeld;
    private boolean isStopping;

    Replies(Connection connection) {
        this.connection = connection;
    }

    /** Takes note of a message that needs an answer. */
    Ack open(int packetId, int quality, int bytes) {
        Ack ack = new Ack(connection, packetId, quality, bytes);
        waiting.add(ack);
        if (quality == Packet.QUALITY_2) {
            if (exactlyOnce.isEmpty()) {
                exactlyOnce = new HashSet<>();
            }
            exactlyOnce.add(packetId);
        }
        if (connection.loop().pend(bytes) && !isHeld) {
            isHeld = true;
            connection.loop().hold(connection);
        }
        if (isHeld || waiting.size() >= limit()) {
            adjustReading();
        }
        return ack;
    }

    private int limit() {
        return connection.edge().config.maxInFlight();
    }

    /** True for a message of QoS 2 that was taken already; its answer comes or is sent again. */
    boolean isKnown(int packetId) {
        if (!exactlyOnce.contains(packetId)) {
            return false;
        }
        if (waiting.stream().noneMatch(ack -> ack.packetId == packetId && ack.quality == Packet.QUALITY_2)) {
            connection.write(Packets.shortReply(connection.memory(), Packets.PUBREC, packetId));
        }
        return true;
    }

    /** The client has the answer to a message of QoS 2; false if there was none. */
    boolean release(int packetId) {
        return !exactlyOnce.isEmpty() && exactlyOnce.remove(packetId);
    }

    int unreleased() {
        return exactlyOnce.size();
    }

    /** True the first time after {@link #answer}: the event loop lists each connection once. */
    boolean touch() {
        boolean isFirst = !isTouched;
        isTouched = true;
        return isFirst;
    }

    /** Sends the answers that are ready and not behind one that is not. */
    void answer() {
        isTouched = false;
        ByteBuf out = null;
        for (Ack ack = waiting.peek(); ack != null && ack.isSettled; ack = waiting.peek()) {
            waiting.remove();
            connection.loop().done(ack.bytes);
            if (!connection.isOpen()) {
                continue;
            }
            if (isPlain(ack)) {
                out = plain(out, ack);
            } else {
                write(out);
                out = null;
                special(ack);
            }
        }
        write(out);
        adjustReading();
        if (isStopping && waiting.isEmpty()) {
            connection.end(Reason.SERVER_SHUTTING_DOWN, "The server stops");
        }
    }

    private boolean isPlain(Ack ack) {
        return switch (ack.outcome()) {
            case Outcome.Done done -> true;
            case Outcome.InPart inPart -> !connection.isVersion5() || ack.quality == Packet.QUALITY_0;
            case Outcome.UnknownTopic unknown -> !connection.isVersion5() || ack.quality == Packet.QUALITY_0;
            case Outcome.WrongTopic wrong -> false;
            case Outcome.Refused refused -> isPlain(Refusal.of(refused.problem()), ack);
        };
    }

    private boolean isPlain(Refusal refusal, Ack ack) {
        if (refusal.isBadPayload() && connection.client().acknowledgesBadPayload()) {
            return true;
        }
        boolean hasNoWords = !connection.isVersion5() || ack.quality == Packet.QUALITY_0;
        return hasNoWords && refusal.isSilentForOld();
    }

    private @Nullable ByteBuf plain(@Nullable ByteBuf begun, Ack ack) {
        if (ack.quality == Packet.QUALITY_0) {
            return begun;
        }
        ByteBuf out =
                begun == null ? connection.memory().ioBuffer(Packets.SHORT_REPLY_BYTES * (1 + waiting.size())) : begun;
        Packets.shortReply(out, typeOf(ack), ack.packetId);
        return out;
    }

    private static int typeOf(Ack ack) {
        return ack.quality == Packet.QUALITY_2 ? Packets.PUBREC : Packets.PUBACK;
    }

    private void write(@Nullable ByteBuf out) {
        if (out != null) {
            connection.write(out);
        }
    }

    /** The table of device-data-api 1.6. */
    private void special(Ack ack) {
        switch (ack.outcome()) {
            case Outcome.UnknownTopic unknown -> negative(ack, Reason.TOPIC_NAME_INVALID, "The topic is unknown");
            case Outcome.WrongTopic wrong -> {
                if (connection.isVersion5() && ack.quality != Packet.QUALITY_0) {
                    negative(ack, Reason.TOPIC_NAME_INVALID, PROVISION_ONLY);
                }
                connection.end(Reason.TOPIC_NAME_INVALID, PROVISION_ONLY);
            }
            case Outcome.Refused refused -> refuse(ack, refused);
            case Outcome.Done done -> {}
            case Outcome.InPart inPart -> positive(ack, inPart.leftOut().words());
        }
    }

    private void refuse(Ack ack, Outcome.Refused refused) {
        Refusal refusal = Refusal.of(refused.problem());
        String words = refused.problem().publicMessage();
        if (!connection.isVersion5() || ack.quality == Packet.QUALITY_0) {
            connection.end(refusal.disconnect(), words);
            return;
        }
        negative(ack, refusal.acknowledgement(), words);
        if (refusal.ends()) {
            connection.end(refusal.disconnect(), words);
        }
    }

    private void positive(Ack ack, String words) {
        connection.write(Packets.reply(connection.memory(), typeOf(ack), ack.packetId, Reason.SUCCESS, words));
    }

    private void negative(Ack ack, Reason reason, String words) {
        release(ack.packetId);
        connection.write(Packets.reply(connection.memory(), typeOf(ack), ack.packetId, reason, words));
    }

    // ---- back-pressure -----------------------------------------------------------------------------------------

    /** Less waits for the store, over all connections. */
    void resume() {
        isHeld = false;
        adjustReading();
    }

    void adjustReading() {
        boolean isReading = connection.channel().config().isAutoRead();
        boolean isFull = waiting.size() >= (isReading ? limit() : (limit() + 1) / 2);
        boolean shouldRead =
                !isStopping && !isHeld && !isFull && connection.channel().isWritable();
        if (shouldRead != isReading) {
            connection.channel().config().setAutoRead(shouldRead);
        }
    }

    void stop() {
        isStopping = true;
        adjustReading();
        if (waiting.isEmpty()) {
            connection.end(Reason.SERVER_SHUTTING_DOWN, "The server stops");
        }
    }
}
