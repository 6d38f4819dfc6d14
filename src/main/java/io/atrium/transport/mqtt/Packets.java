package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the packets that the server sends. */
final class Packets {

    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBCOMP = 0x70;

    /** A plain acknowledgement of one message: type, length, packet id. */
    static final int SHORT_REPLY_BYTES = 4;

    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBACK = 0x90;
    private static final int UNSUBACK = 0xB0;
    private static final int DISCONNECT = 0xE0;
    private static final int MAX_REASON = 255;
    private static final int MAX_HEADER = 5;
    private static final ByteBuf PINGRESP = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeByte(0xD0).writeByte(0).asReadOnly());

    private Packets() {}

    static ByteBuf pingResp() {
        return PINGRESP.duplicate();
    }

    /**
     * The answer to a CONNECT. It never tells of a session from before, for there are none.
     *
     * @param properties null for versions that know none
     */
    static ByteBuf connAck(ByteBufAllocator memory, int code, @Nullable Properties properties) {
        byte[] more = properties == null ? new byte[0] : properties.bytes();
        return begin(memory, CONNACK, 2 + more.length)
                .writeByte(0)
                .writeByte(code)
                .writeBytes(more);
    }

    /** Appends PUBACK, PUBREC or PUBCOMP without a reason, which says in every version that all is well. */
    static void shortReply(ByteBuf out, int type, int packetId) {
        out.writeByte(type).writeByte(2).writeShort(packetId);
    }

    static ByteBuf shortReply(ByteBufAllocator memory, int type, int packetId) {
        ByteBuf out = memory.ioBuffer(SHORT_REPLY_BYTES);
        shortReply(out, type, packetId);
        return out;
    }

    /** The same with a reason, for MQTT 5 only. */
    static ByteBuf reply(ByteBufAllocator memory, int type, int packetId, Reason reason, @Nullable String words) {
        byte[] more = reason(words).bytes();
        return begin(memory, type, 3 + more.length)
                .writeShort(packetId)
                .writeByte(reason.code)
                .writeBytes(more);
    }

    /** For MQTT 5 only. */
    static ByteBuf disconnect(ByteBufAllocator memory, Reason reason, @Nullable String words) {
        byte[] more = reason(words).bytes();
        return begin(memory, DISCONNECT, 1 + more.length).writeByte(reason.code).writeBytes(more);
    }

    static ByteBuf subAck(ByteBufAllocator memory, int packetId, List<Integer> codes, boolean isVersion5) {
        return codes(memory, SUBACK, packetId, codes, isVersion5);
    }

    /** The codes are sent to MQTT 5 clients only. */
    static ByteBuf unsubAck(ByteBufAllocator memory, int packetId, List<Integer> codes, boolean isVersion5) {
        return codes(memory, UNSUBACK, packetId, isVersion5 ? codes : List.of(), isVersion5);
    }

    private static ByteBuf codes(
            ByteBufAllocator memory, int type, int packetId, List<Integer> codes, boolean isVersion5) {
        ByteBuf out =
                begin(memory, type, 2 + (isVersion5 ? 1 : 0) + codes.size()).writeShort(packetId);
        if (isVersion5) {
            out.writeByte(0);
        }
        codes.forEach(out::writeByte);
        return out;
    }

    /** A message to a client; the packet id counts if the quality is not 0. */
    static ByteBuf publish(
            ByteBufAllocator memory, String topic, int quality, int packetId, byte[] payload, boolean isVersion5) {
        int topicLength = ByteBufUtil.utf8Bytes(topic);
        int length = 2 + topicLength + (quality == 0 ? 0 : 2) + (isVersion5 ? 1 : 0) + payload.length;
        ByteBuf out = begin(memory, PUBLISH | quality << 1, length).writeShort(topicLength);
        ByteBufUtil.writeUtf8(out, topic);
        if (quality != 0) {
            out.writeShort(packetId);
        }
        if (isVersion5) {
            out.writeByte(0);
        }
        return out.writeBytes(payload);
    }

    private static ByteBuf begin(ByteBufAllocator memory, int first, int length) {
        ByteBuf out = memory.ioBuffer(MAX_HEADER + length).writeByte(first);
        length(out, length);
        return out;
    }

    private static void length(ByteBuf out, int length) {
        int rest = length;
        while (rest > 0x7F) {
            out.writeByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** A public text as the property that carries it; long texts are cut. */
    static Properties reason(@Nullable String words) {
        Properties properties = new Properties();
        if (words != null) {
            properties.text(Field.REASON_STRING, words.substring(0, Math.min(MAX_REASON, words.length())));
        }
        return properties;
    }

    /** Properties of a packet in the making. */
    static final class Properties {
        private final ByteBuf out = Unpooled.buffer(32);

        Properties octet(int id, int value) {
            out.writeByte(id).writeByte(value);
            return this;
        }

        Properties twoBytes(int id, int value) {
            out.writeByte(id).writeShort(value);
            return this;
        }

        Properties fourBytes(int id, int value) {
            out.writeByte(id).writeInt(value);
            return this;
        }

        Properties text(int id, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeByte(id).writeShort(bytes.length).writeBytes(bytes);
            return this;
        }

        /** With their length before them. */
        byte[] bytes() {
            ByteBuf all = Unpooled.buffer(MAX_HEADER + out.readableBytes());
            length(all, out.readableBytes());
            return ByteBufUtil.getBytes(all.writeBytes(out));
        }
    }
}
