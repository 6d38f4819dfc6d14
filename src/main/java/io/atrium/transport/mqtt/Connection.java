package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One MQTT connection from its first byte to its last: packets in their order, acknowledgements in theirs. */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    /** A client of QoS 2 may have this many times as much unreleased as may be on its way. */
    private static final int MOST_UNRELEASED = 4;

    private enum Phase {
        FRESH,
        /** The CONNECT is being judged; what arrives meanwhile waits. */
        CONNECTING,
        OPEN,
        /** The last packet is written; whatever arrives is thrown away. */
        ENDED
    }

    private final Edge edge;
    private final Loop loop;
    private final Channel channel;
    private final PacketReader reader;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Replies replies;
    private final Stall stall = new Stall();
    private final long openedAt = System.nanoTime();

    private Phase phase = Phase.FRESH;
    /** What {@link Unsent} knows of it. */
    long counted;

    private boolean isVersion5;
    private boolean isCounted;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Client client;
    private @Nullable Downlink downlink;
    private @Nullable Queue<Packet> early;

    Connection(Edge edge, Channel channel, PacketReader reader) {
        this.edge = edge;
        this.channel = channel;
        this.reader = reader;
        this.loop = edge.loopOf(channel);
        this.replies = new Replies(this);
    }

    Edge edge() {
        return edge;
    }

    Loop loop() {
        return loop;
    }

    Channel channel() {
        return channel;
    }

    /** Where the client connects from, without the port. */
    String address() {
        return channel.remoteAddress() instanceof InetSocketAddress there && there.getAddress() != null
                ? there.getAddress().getHostAddress()
                : "";
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Replies replies() {
        return replies;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    ByteBufAllocator memory() {
        return channel.alloc();
    }

    void write(ByteBuf packet) {
        context().writeAndFlush(packet, context().voidPromise());
    }

    /** Bytes that wait for the client to read them. */
    long unsent() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long inSocket = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        return downlink == null ? inSocket : inSocket + downlink.waitingBytes();
    }

    /** Ends the connection of a client that others need the memory of. */
    void cut() {
        phase = Phase.ENDED;
        channel.close();
    }

    /** Ends the connection if its last packet is written and not read. */
    void cutIfDeaf() {
        if (phase == Phase.ENDED || !channel.isWritable()) {
            cut();
        }
    }

    Client client() {
        return Objects.requireNonNull(client);
    }

    boolean isVersion5() {
        return isVersion5;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    // ---- the channel -------------------------------------------------------------------------------------------

    @Override
    public void channelActive(ChannelHandlerContext opened) {
        context = opened;
        isCounted = edge.enter();
        if (isCounted) {
            loop.opened(this);
        } else {
            LOG.debugf("Too many connections; the limit ATRIUM_MQTT_MAX_CONNECTIONS is reached");
            phase = Phase.ENDED;
            opened.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        phase = Phase.ENDED;
        if (isCounted) {
            edge.leave();
        }
        loop.closed(this);
        if (client != null) {
            client.closed();
        }
        if (downlink != null) {
            downlink.close();
        }
        early = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        Packet packet = (Packet) message;
        switch (phase) {
            case OPEN -> receive(packet);
            case CONNECTING -> keep(packet);
            case FRESH -> first(packet);
            case ENDED -> {}
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        if (client != null && phase == Phase.OPEN) {
            client.heard();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        replies.adjustReading();
        loop.sent(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable fault) {
        if (fault instanceof IOException || !channel.isActive()) {
            LOG.debug("A connection broke", fault);
            failed.close();
            return;
        }
        LOG.error("A connection failed", fault);
        end(Reason.IMPLEMENTATION_SPECIFIC, null);
    }

    // ---- before the client is let in ---------------------------------------------------------------------------

    private void first(Packet packet) {
        switch (packet) {
            case Packet.Connect connect -> {
                phase = Phase.CONNECTING;
                isVersion5 = connect.version() == Handshake.VERSION_5;
                new Handshake(this, connect).start();
            }
            case Packet.BadConnect bad -> {
                isVersion5 = bad.isVersion5();
                Handshake.refuse(this, bad.code());
            }
            case Packet.Broken broken -> close();
            case Packet.Publish publish -> close();
            case Packet.PubAck reply -> close();
            case Packet.PubRel reply -> close();
            case Packet.Subscribe subscribe -> close();
            case Packet.Unsubscribe unsubscribe -> close();
            case Packet.PingReq ping -> close();
            case Packet.Disconnect disconnect -> close();
        }
    }

    private void close() {
        phase = Phase.ENDED;
        channel.close();
    }

    private void keep(Packet packet) {
        if (early == null) {
            early = new ArrayDeque<>();
        }
        if (early.size() >= edge.config.connectQueue()) {
            end(
                    Reason.QUOTA_EXCEEDED,
                    "Too many packets before CONNACK; the limit ATRIUM_MQTT_CONNECT_QUEUE is "
                            + edge.config.connectQueue());
        } else {
            early.add(packet);
        }
    }

    /** The handshake let the client in and sent its CONNACK. */
    void opened(Client accepted, Downlink toClient) {
        phase = Phase.OPEN;
        client = accepted;
        downlink = toClient;
        Queue<Packet> waiting = early;
        early = null;
        while (waiting != null && !waiting.isEmpty()) {
            channelRead(context(), waiting.remove());
        }
    }

    /** The handshake sent a refusal. */
    void refused() {
        phase = Phase.ENDED;
        early = null;
    }

    boolean isConnecting() {
        return phase == Phase.CONNECTING;
    }

    // ---- packets of a client -----------------------------------------------------------------------------------

    private void receive(Packet packet) {
        switch (packet) {
            case Packet.Publish publish -> publish(publish);
            case Packet.PubAck reply -> {
                client().alive();
                if (downlink != null) {
                    downlink.acknowledged(reply.packetId());
                }
            }
            case Packet.PubRel release -> released(release.packetId());
            case Packet.Subscribe subscribe -> {
                client().alive();
                Filters.subscribe(this, subscribe);
            }
            case Packet.Unsubscribe unsubscribe -> {
                client().alive();
                Filters.unsubscribe(this, unsubscribe);
            }
            case Packet.PingReq ping -> {
                client().alive();
                write(Packets.pingResp());
            }
            case Packet.Disconnect disconnect -> close();
            case Packet.Broken broken -> broken(broken.reason());
            case Packet.Connect again -> broken(Reason.PROTOCOL_ERROR);
            case Packet.BadConnect again -> broken(Reason.PROTOCOL_ERROR);
        }
    }

    private void broken(Reason reason) {
        end(
                reason,
                reason == Reason.PACKET_TOO_LARGE
                        ? "The limit ATRIUM_MQTT_MAX_PACKET is "
                                + edge.config.maxPacket().count() + " bytes"
                        : null);
    }

    private void publish(Packet.Publish message) {
        if (message.hasAlias()) {
            end(Reason.TOPIC_ALIAS_INVALID, "Topic aliases are not offered");
            return;
        }
        if (message.quality() == Packet.QUALITY_2) {
            if (replies.isKnown(message.packetId())) {
                return;
            }
            if (replies.unreleased() >= MOST_UNRELEASED * edge.config.maxInFlight()) {
                end(Reason.QUOTA_EXCEEDED, "Too many messages of QoS 2 without PUBREL");
                return;
            }
        }
        Ack ack = replies.open(message.packetId(), message.quality(), message.payload().length);
        try {
            client().publish(message, Uplink.of(message.topic()), ack);
        } catch (Problem problem) {
            ack.settle(new Outcome.Refused(problem));
        }
    }

    private void released(int packetId) {
        boolean isKnown = replies.release(packetId);
        write(
                isKnown || !isVersion5
                        ? Packets.shortReply(memory(), Packets.PUBCOMP, packetId)
                        : Packets.reply(memory(), Packets.PUBCOMP, packetId, Reason.PACKET_ID_NOT_FOUND, null));
    }

    // ---- to the client -----------------------------------------------------------------------------------------

    /** Publishes to the client; runs on the event loop. */
    void send(String topic, String filter, byte[] payload, Downlink.Delivered delivered) {
        if (phase != Phase.OPEN || downlink == null) {
            delivered.accept(false);
        } else if (!downlink.publish(topic, subscriptions.quality(filter), payload, delivered)) {
            end(
                    Reason.QUOTA_EXCEEDED,
                    "The client reads too slowly; the limit ATRIUM_MQTT_MAX_OUTBOUND is "
                            + edge.config.maxOutbound().count() + " bytes");
        } else if (counted > 0 || unsent() > 0) {
            loop.sent(this);
        }
    }

    /** Ends the connection; an MQTT 5 client is told why. */
    void end(Reason reason, @Nullable String words) {
        if (phase == Phase.ENDED) {
            return;
        }
        boolean isTold = isVersion5 && phase == Phase.OPEN;
        phase = Phase.ENDED;
        if (isTold) {
            context()
                    .writeAndFlush(Packets.disconnect(memory(), reason, words))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /** Takes nothing more, and ends when all that was taken is acknowledged. */
    void stop() {
        if (phase == Phase.OPEN) {
            replies.stop();
        } else {
            phase = Phase.ENDED;
            channel.close();
        }
    }

    /**
     * Closes what did not get as far as a CONNACK in time, does not bring its packet to an end, or takes nothing of what
     * it was sent.
     */
    void check(long now) {
        long patience = edge.config.connectTimeout().toNanos();
        if (stall.nanos(channel, now) > edge.config.maxStall().toNanos()) {
            LOG.debugf("A client takes nothing; the limit is ATRIUM_MQTT_MAX_STALL");
            cut();
        } else if ((phase == Phase.FRESH || phase == Phase.CONNECTING) && now - openedAt > patience) {
            phase = Phase.ENDED;
            channel.close();
        } else if (phase == Phase.OPEN && reader.halfFor(now) > patience) {
            end(
                    Reason.MAXIMUM_CONNECT_TIME,
                    "A packet took too long; the limit ATRIUM_MQTT_CONNECT_TIMEOUT is "
                            + edge.config.connectTimeout().toMillis() + " ms");
        }
    }
}
