package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into packets and reads each of them when it is whole, so that no field reaches beyond its packet. After
 * a broken one nothing more is read.
 */
final class PacketReader extends ByteToMessageDecoder {

    private static final int MAX_HEADER = 5;
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int PUBCOMP = 7;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;
    private static final int PINGREQ = 12;
    private static final int DISCONNECT = 14;
    private static final Packet PING = new Packet.PingReq();
    private static final Packet GOODBYE = new Packet.Disconnect();
    private static final int VERSION_31 = 3;
    /** Of the options of a subscription; both bits together have no meaning. */
    private static final int RETAIN_HANDLING = 0x30;
    /** Longest CONNECT: an id, a name, a password, and a will that nobody reads. */
    private static final int MAX_CONNECT = 16 << 10;

    private final int maxBytes;
    private final HalfPackets halves;
    /** Bytes of a packet that is not there as a whole, and since when; 0 if there is none. */
    private int half;

    private long halfSince;
    private boolean isHalfKnown;
    /** 0 before the CONNECT. */
    private int version;

    /** Whether the CONNECT asked for a session that outlives the connection. */
    private boolean hasExpiry;

    private boolean isBroken;
    /** Most clients publish to one topic only; its text is made once. */
    private byte[] lastTopicBytes = {};

    private String lastTopic = "";

    /**
     * Reads from the first byte on.
     *
     * @param maxBytes the largest packet, without its fixed header
     */
    PacketReader(int maxBytes) {
        this(maxBytes, new HalfPackets(Long.MAX_VALUE));
    }

    /** @param halves counts the bytes of packets that have not arrived as a whole */
    PacketReader(int maxBytes, HalfPackets halves) {
        this.maxBytes = maxBytes;
        this.halves = halves;
    }

    /** How long a packet has been on its way; 0 if there is none. */
    long halfFor(long now) {
        return half == 0 ? 0 : now - halfSince;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        whole();
    }

    private void whole() {
        if (half > 0) {
            halves.add(-half, isHalfKnown);
            half = 0;
        }
    }

    /** Pays for a packet that is not there as a whole. */
    private void half(int bytes) {
        boolean isKnown = version != 0;
        long since = half == 0 ? System.nanoTime() : halfSince;
        whole();
        half = bytes;
        isHalfKnown = isKnown;
        halfSince = since;
        if (!halves.add(bytes, isKnown)) {
            throw new Field.Malformed(Reason.QUOTA_EXCEEDED);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (isBroken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        boolean isFirst = version == 0;
        try {
            Packet packet = next(in);
            if (packet == null) {
                half(in.readableBytes());
            } else {
                whole();
                out.add(packet);
            }
        } catch (Field.Malformed e) {
            broken(broken(e.reason, isFirst), in, out);
        } catch (IndexOutOfBoundsException e) {
            broken(broken(Reason.MALFORMED_PACKET, isFirst), in, out);
        }
    }

    /** A CONNECT of MQTT 5 is answered, whatever is wrong with it (4.13.1). */
    private Packet broken(Reason reason, boolean isFirst) {
        return isFirst && version == Handshake.VERSION_5
                ? new Packet.BadConnect(ReturnCode.broken(reason), true)
                : new Packet.Broken(reason);
    }

    private void broken(Packet packet, ByteBuf in, List<Object> out) {
        isBroken = true;
        whole();
        in.skipBytes(in.readableBytes());
        out.add(packet);
    }

    /** The next packet, or null if it is not there as a whole. */
    private @Nullable Packet next(ByteBuf in) {
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        if (((first >> 4) == CONNECT) != (version == 0)) {
            // Judged by its first byte: who speaks another protocol need not send a whole packet of it.
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
        int length = length(in, start + 1);
        if (length < 0) {
            return null;
        }
        if (length > (version == 0 ? Math.min(maxBytes, MAX_CONNECT) : maxBytes)) {
            throw new Field.Malformed(Reason.PACKET_TOO_LARGE);
        }
        int bodyStart = start + 2;
        while (bodyStart - start - 1 < MAX_HEADER && in.getByte(bodyStart - 1) < 0) {
            bodyStart++;
        }
        if (in.writerIndex() - bodyStart < length) {
            return null;
        }
        in.readerIndex(bodyStart + length);
        ByteBuf body = in.slice(bodyStart, length);
        Packet packet = read(first >> 4, first & 0xF, body);
        if (body.isReadable()) {
            throw Field.malformed();
        }
        return packet;
    }

    /** The length that the fixed header tells, or -1 if it is not there as a whole. */
    private static int length(ByteBuf in, int from) {
        int value = 0;
        for (int i = 0; i < MAX_HEADER - 1; i++) {
            if (from + i >= in.writerIndex()) {
                return -1;
            }
            int next = in.getUnsignedByte(from + i);
            value |= (next & 0x7F) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        throw Field.malformed();
    }

    private Packet read(int type, int flags, ByteBuf body) {
        int wantedFlags = type == PUBREL || type == SUBSCRIBE || type == UNSUBSCRIBE ? 2 : 0;
        if (type != PUBLISH && flags != wantedFlags) {
            throw Field.malformed();
        }
        return switch (type) {
            case CONNECT -> connect(body);
            case PUBLISH -> publish(flags, body);
            case PUBACK -> new Packet.PubAck(reply(body));
            case PUBREL -> new Packet.PubRel(reply(body));
            case SUBSCRIBE -> subscribe(body);
            case UNSUBSCRIBE -> unsubscribe(body);
            case PINGREQ -> PING;
            case DISCONNECT -> {
                if (hasProperties()) {
                    goodbye(body);
                }
                yield GOODBYE;
            }
            case PUBREC, PUBCOMP -> throw new Field.Malformed(Reason.PROTOCOL_ERROR);
            default -> throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        };
    }

    private boolean hasProperties() {
        return version == Handshake.VERSION_5;
    }

    private int reply(ByteBuf body) {
        int id = Field.packetId(body);
        if (hasProperties()) {
            reasonAnd(Field.OF_REPLY, body);
        }
        return id;
    }

    /** A reason and properties; both may be left away at the end. */
    private static Map<Integer, Integer> reasonAnd(long allowed, ByteBuf body) {
        if (body.isReadable()) {
            body.skipBytes(1);
        }
        return body.isReadable() ? Field.properties(body, allowed) : Map.of();
    }

    /** A session that was to end with the connection cannot be made to last by the last packet (3.14.2.2.2). */
    private void goodbye(ByteBuf body) {
        int expiry = reasonAnd(Field.OF_DISCONNECT, body).getOrDefault(Field.SESSION_EXPIRY, 0);
        if (expiry != 0 && !hasExpiry) {
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
    }

    private Packet connect(ByteBuf body) {
        String name = Field.text(body);
        int level = body.readUnsignedByte();
        boolean isKnown =
                level == VERSION_31 ? name.equals("MQIsdp") : name.equals("MQTT") && (level == 4 || level == 5);
        if (!isKnown) {
            isBroken = true;
            body.skipBytes(body.readableBytes());
            return name.equals("MQTT") || name.equals("MQIsdp")
                    ? new Packet.BadConnect(ReturnCode.BAD_VERSION, false)
                    : new Packet.Broken(Reason.MALFORMED_PACKET);
        }
        version = level;
        int flags = body.readUnsignedByte();
        int keepAlive = body.readUnsignedShort();
        Map<Integer, Integer> properties = hasProperties() ? Field.properties(body, Field.OF_CONNECT) : Map.of();
        hasExpiry = properties.getOrDefault(Field.SESSION_EXPIRY, 0) != 0;
        String clientId = Field.text(body);
        will(flags, body);
        boolean hasUser = (flags & 0x80) != 0;
        boolean hasPassword = (flags & 0x40) != 0;
        if ((flags & 1) != 0 || hasPassword && !hasUser && !hasProperties()) {
            throw Field.malformed();
        }
        String user = hasUser ? Field.text(body) : null;
        String password = hasPassword ? new String(Field.binary(body), java.nio.charset.StandardCharsets.UTF_8) : null;
        if (level == VERSION_31 && clientId.isEmpty()) {
            return new Packet.BadConnect(ReturnCode.BAD_CLIENT_ID, false);
        }
        boolean wantsMethod = properties.containsKey(Field.AUTHENTICATION_METHOD);
        if (!wantsMethod && properties.containsKey(Field.AUTHENTICATION_DATA)) {
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
        return new Packet.Connect(level, keepAlive, properties, wantsMethod, clientId, user, password);
    }

    /** A will is read and forgotten. */
    private void will(int flags, ByteBuf body) {
        boolean hasWill = (flags & 0x04) != 0;
        int quality = flags >> 3 & 3;
        if (quality > Packet.QUALITY_2 || !hasWill && (flags & 0x38) != 0) {
            throw Field.malformed();
        }
        if (hasWill) {
            if (hasProperties()) {
                Field.properties(body, Field.OF_WILL);
            }
            Field.text(body);
            Field.binary(body);
        }
    }

    private Packet publish(int flags, ByteBuf body) {
        int quality = flags >> 1 & 3;
        boolean isDuplicate = (flags & 8) != 0;
        if (quality > Packet.QUALITY_2 || quality == Packet.QUALITY_0 && isDuplicate) {
            throw Field.malformed();
        }
        String topic = topic(body);
        int packetId = quality == Packet.QUALITY_0 ? 0 : Field.packetId(body);
        Map<Integer, Integer> properties = hasProperties() ? Field.properties(body, Field.OF_PUBLISH) : Map.of();
        boolean hasAlias = properties.containsKey(Field.TOPIC_ALIAS);
        if (properties.containsKey(Field.SUBSCRIPTION_IDENTIFIER) || topic.isEmpty() && !hasAlias) {
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
        boolean isBackfill = properties.getOrDefault(Field.USER_PROPERTY, 0) != 0;
        byte[] payload = ByteBufUtil.getBytes(body);
        body.skipBytes(body.readableBytes());
        return new Packet.Publish(quality, packetId, topic, hasAlias, isBackfill, payload);
    }

    private String topic(ByteBuf body) {
        int start = body.readerIndex();
        int length = body.getUnsignedShort(start);
        if (length == lastTopicBytes.length && length > 0 && isLastTopic(body, start + 2)) {
            body.skipBytes(2 + length);
            return lastTopic;
        }
        String topic = Field.text(body);
        if (topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0 || topic.isEmpty() && !hasProperties()) {
            throw Field.malformed();
        }
        lastTopicBytes = ByteBufUtil.getBytes(body, start + 2, length);
        lastTopic = topic;
        return topic;
    }

    private boolean isLastTopic(ByteBuf body, int from) {
        for (int i = 0; i < lastTopicBytes.length; i++) {
            if (body.getByte(from + i) != lastTopicBytes[i]) {
                return false;
            }
        }
        return true;
    }

    private Packet subscribe(ByteBuf body) {
        int packetId = Field.packetId(body);
        if (hasProperties() && Field.properties(body, Field.OF_SUBSCRIBE).containsKey(Field.SUBSCRIPTION_IDENTIFIER)) {
            throw new Field.Malformed(Reason.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
        }
        List<Packet.Wanted> wanted = new ArrayList<>();
        while (body.isReadable()) {
            String filter = Field.text(body);
            int options = body.readUnsignedByte();
            int quality = options & 3;
            if (quality > Packet.QUALITY_2 || (options & (hasProperties() ? 0xC0 : 0xFC)) != 0) {
                throw Field.malformed();
            }
            if ((options & RETAIN_HANDLING) == RETAIN_HANDLING) {
                throw new Field.Malformed(Reason.PROTOCOL_ERROR);
            }
            wanted.add(new Packet.Wanted(filter, quality));
        }
        if (wanted.isEmpty()) {
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
        return new Packet.Subscribe(packetId, wanted);
    }

    private Packet unsubscribe(ByteBuf body) {
        int packetId = Field.packetId(body);
        if (hasProperties()) {
            Field.properties(body, Field.OF_UNSUBSCRIBE);
        }
        List<String> filters = new ArrayList<>();
        while (body.isReadable()) {
            filters.add(Field.text(body));
        }
        if (filters.isEmpty()) {
            throw new Field.Malformed(Reason.PROTOCOL_ERROR);
        }
        return new Packet.Unsubscribe(packetId, filters);
    }
}
