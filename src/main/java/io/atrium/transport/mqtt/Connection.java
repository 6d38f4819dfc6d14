package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubComp;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One MQTT connection from its first byte to its last: packets in their order, acknowledgements in theirs. */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(Connection.class);

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
    private final Subscriptions subscriptions = new Subscriptions();
    private final Replies replies;
    private final long openedAt = System.nanoTime();

    private Phase phase = Phase.FRESH;
    private boolean isVersion5;
    private boolean isCounted;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Client client;
    private @Nullable Downlink downlink;
    private @Nullable Queue<MqttMessage> early;

    Connection(Edge edge, Channel channel) {
        this.edge = edge;
        this.channel = channel;
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

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Replies replies() {
        return replies;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
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
        releaseEarly();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        MqttMessage packet = (MqttMessage) message;
        boolean isKept = false;
        try {
            if (packet.decoderResult().isFailure()) {
                malformed(packet.decoderResult().cause());
            } else if (phase == Phase.OPEN) {
                receive(packet);
            } else if (phase == Phase.CONNECTING) {
                isKept = keep(packet);
            } else if (phase == Phase.FRESH) {
                first(packet);
            }
        } finally {
            if (!isKept) {
                ReferenceCountUtil.release(message);
            }
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
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable fault) {
        if (fault instanceof IOException || !channel.isActive()) {
            LOG.debug("A connection broke", fault);
            failed.close();
            return;
        }
        LOG.error("A connection failed", fault);
        end(Disconnect.IMPLEMENTATION_SPECIFIC_ERROR, null);
    }

    // ---- before the client is let in ---------------------------------------------------------------------------

    private void first(MqttMessage packet) {
        if (packet instanceof MqttConnectMessage connect) {
            phase = Phase.CONNECTING;
            isVersion5 = connect.variableHeader().version() == Handshake.VERSION_5;
            new Handshake(this, connect).start();
        } else {
            phase = Phase.ENDED;
            channel.close();
        }
    }

    private boolean keep(MqttMessage packet) {
        if (early == null) {
            early = new ArrayDeque<>();
        }
        if (early.size() >= edge.config.connectQueue()) {
            end(
                    Disconnect.QUOTA_EXCEEDED,
                    "Too many packets before CONNACK; the limit ATRIUM_MQTT_CONNECT_QUEUE is "
                            + edge.config.connectQueue());
            return false;
        }
        return early.add(packet);
    }

    /** The handshake let the client in and sent its CONNACK. */
    void opened(Client accepted, Downlink toClient) {
        phase = Phase.OPEN;
        client = accepted;
        downlink = toClient;
        Queue<MqttMessage> waiting = early;
        early = null;
        while (waiting != null && !waiting.isEmpty()) {
            channelRead(context(), waiting.remove());
        }
    }

    /** The handshake sent a refusal. */
    void refused() {
        phase = Phase.ENDED;
        releaseEarly();
    }

    boolean isConnecting() {
        return phase == Phase.CONNECTING;
    }

    private void releaseEarly() {
        Queue<MqttMessage> waiting = early;
        early = null;
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
        }
    }

    private void malformed(Throwable fault) {
        LOG.debug("A malformed packet", fault);
        if (phase == Phase.FRESH) {
            Handshake.malformed(this, fault);
        } else if (phase != Phase.ENDED) {
            if (fault instanceof TooLongFrameException) {
                end(
                        Disconnect.PACKET_TOO_LARGE,
                        "The limit ATRIUM_MQTT_MAX_PACKET is "
                                + edge.config.maxPacket().count() + " bytes");
            } else {
                end(Disconnect.MALFORMED_PACKET, null);
            }
        }
    }

    // ---- packets of a client -----------------------------------------------------------------------------------

    private void receive(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type != MqttMessageType.PUBLISH) {
            client().alive();
        }
        switch (type) {
            case PUBLISH -> publish((MqttPublishMessage) packet);
            case PUBACK -> {
                if (downlink != null) {
                    downlink.acknowledged(packetId(packet));
                }
            }
            case PUBREL -> released(packetId(packet));
            case SUBSCRIBE -> Filters.subscribe(this, (MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> Filters.unsubscribe(this, (MqttUnsubscribeMessage) packet);
            case PINGREQ -> context().writeAndFlush(Packets.PINGRESP);
            case DISCONNECT -> {
                phase = Phase.ENDED;
                channel.close();
            }
            case CONNECT, CONNACK, SUBACK, UNSUBACK, PINGRESP, PUBREC, PUBCOMP, AUTH ->
                end(Disconnect.PROTOCOL_ERROR, "A client must not send this packet now");
        }
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private void publish(MqttPublishMessage message) {
        MqttQoS quality = message.fixedHeader().qosLevel();
        int packetId = message.variableHeader().packetId();
        String topic = message.variableHeader().topicName();
        if (topic.isEmpty()
                || message.variableHeader().properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value()) != null) {
            end(Disconnect.TOPIC_ALIAS_INVALID, "Topic aliases are not offered");
            return;
        }
        if (quality == MqttQoS.EXACTLY_ONCE && replies.isKnown(packetId)) {
            return;
        }
        byte[] payload = ByteBufUtil.getBytes(message.payload());
        Ack ack = replies.open(packetId, quality, payload.length);
        try {
            client().publish(topic, Uplink.of(topic), payload, ack);
        } catch (Problem problem) {
            ack.settle(new Outcome.Refused(problem));
        }
    }

    private void released(int packetId) {
        boolean isKnown = replies.release(packetId);
        if (isKnown || !isVersion5) {
            ByteBuf out = context().alloc().ioBuffer(Packets.SHORT_REPLY_BYTES);
            Packets.shortReply(out, MqttMessageType.PUBCOMP, packetId);
            context().writeAndFlush(out, context().voidPromise());
        } else {
            context()
                    .writeAndFlush(Packets.reply(
                            MqttMessageType.PUBCOMP, packetId, PubComp.PACKET_IDENTIFIER_NOT_FOUND.byteValue(), null));
        }
    }

    // ---- to the client -----------------------------------------------------------------------------------------

    /** Publishes to the client; runs on the event loop. */
    void send(String topic, String filter, byte[] payload, Downlink.Delivered delivered) {
        if (phase != Phase.OPEN || downlink == null) {
            delivered.accept(false);
        } else if (!downlink.publish(topic, subscriptions.quality(filter), payload, delivered)) {
            end(
                    Disconnect.QUOTA_EXCEEDED,
                    "The client reads too slowly; the limit ATRIUM_MQTT_MAX_OUTBOUND is "
                            + edge.config.maxOutbound().count() + " bytes");
        }
    }

    /** Ends the connection; an MQTT 5 client is told why. */
    void end(Disconnect reason, @Nullable String words) {
        if (phase == Phase.ENDED) {
            return;
        }
        boolean isTold = isVersion5 && phase == Phase.OPEN;
        phase = Phase.ENDED;
        if (isTold) {
            context().writeAndFlush(Packets.disconnect(reason, words)).addListener(ChannelFutureListener.CLOSE);
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

    /** Closes what did not get as far as a CONNACK in time. */
    void check(long now) {
        if ((phase == Phase.FRESH || phase == Phase.CONNECTING)
                && now - openedAt
                        > TimeUnit.MILLISECONDS.toNanos(
                                edge.config.connectTimeout().toMillis())) {
            phase = Phase.ENDED;
            channel.close();
        }
    }
}
