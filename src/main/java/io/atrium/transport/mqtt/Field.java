package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields that packets are made of (MQTT 5, section 1.5), and properties (2.2.2). */
final class Field {

    static final int PAYLOAD_FORMAT = 0x01;
    static final int RESPONSE_TOPIC = 0x08;
    static final int SESSION_EXPIRY = 0x11;
    static final int ASSIGNED_CLIENT_ID = 0x12;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int AUTHENTICATION_METHOD = 0x15;
    static final int AUTHENTICATION_DATA = 0x16;
    static final int REQUEST_PROBLEM_INFORMATION = 0x17;
    static final int REQUEST_RESPONSE_INFORMATION = 0x19;
    static final int REASON_STRING = 0x1F;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS = 0x23;
    static final int USER_PROPERTY = 0x26;
    /** The name of the user property that says so of telemetry. */
    private static final String BACKFILL = "backfill";

    static final int MAXIMUM_PACKET_SIZE = 0x27;
    static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    static final int SUBSCRIPTION_IDENTIFIERS_OFFERED = 0x29;
    static final int SHARED_SUBSCRIPTIONS_OFFERED = 0x2A;

    private static final int LENGTH_BYTES = 4;

    /** The properties that a client may send, by where they stand (table 2-4), as bits. */
    static final long OF_CONNECT = bits(
            SESSION_EXPIRY,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA,
            REQUEST_PROBLEM_INFORMATION,
            REQUEST_RESPONSE_INFORMATION,
            RECEIVE_MAXIMUM,
            0x22,
            USER_PROPERTY,
            MAXIMUM_PACKET_SIZE);

    static final long OF_WILL = bits(PAYLOAD_FORMAT, 0x02, 0x03, RESPONSE_TOPIC, 0x09, 0x18, USER_PROPERTY);
    /** With the subscription identifier, which is answered with a code of its own. */
    static final long OF_PUBLISH =
            bits(PAYLOAD_FORMAT, 0x02, 0x03, RESPONSE_TOPIC, 0x09, SUBSCRIPTION_IDENTIFIER, TOPIC_ALIAS, USER_PROPERTY);

    static final long OF_SUBSCRIBE = bits(SUBSCRIPTION_IDENTIFIER, USER_PROPERTY);
    static final long OF_UNSUBSCRIBE = bits(USER_PROPERTY);
    static final long OF_REPLY = bits(REASON_STRING, USER_PROPERTY);
    static final long OF_DISCONNECT = bits(SESSION_EXPIRY, REASON_STRING, USER_PROPERTY);

    /** A packet that breaks a rule; carries no stack, for anybody may send one. */
    static final class Malformed extends RuntimeException {
        final Reason reason;

        Malformed(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    private Field() {}

    private static long bits(int... ids) {
        long bits = 0;
        for (int id : ids) {
            bits |= 1L << id;
        }
        return bits;
    }

    static Malformed malformed() {
        return new Malformed(Reason.MALFORMED_PACKET);
    }

    /** A number of one to four bytes. */
    static int length(ByteBuf in) {
        int value = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7F) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed();
    }

    static int packetId(ByteBuf in) {
        int id = in.readUnsignedShort();
        if (id == 0) {
            throw malformed();
        }
        return id;
    }

    static byte[] binary(ByteBuf in) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readBytes(bytes);
        return bytes;
    }

    /** A text without U+0000, in UTF-8 as the rules want it. */
    static String text(ByteBuf in) {
        byte[] bytes = binary(in);
        boolean isAscii = true;
        for (byte each : bytes) {
            if (each == 0) {
                throw malformed();
            }
            isAscii &= each > 0;
        }
        return isAscii ? new String(bytes, StandardCharsets.ISO_8859_1) : wide(bytes);
    }

    private static String wide(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    /**
     * Properties: their numbers by identifier; of those that are texts only the identifier, with 0. User properties
     * have 1 if one of them is {@code backfill=true}.
     *
     * @param allowed those that may stand here; another makes the packet a malformed one (2.2.2.2)
     */
    static Map<Integer, Integer> properties(ByteBuf in, long allowed) {
        ByteBuf all = in.readSlice(length(in));
        if (!all.isReadable()) {
            return Map.of();
        }
        Map<Integer, Integer> found = new HashMap<>();
        while (all.isReadable()) {
            int id = length(all);
            if (id >= Long.SIZE || (allowed & 1L << id) == 0) {
                throw malformed();
            }
            int value = property(all, id);
            Integer before = found.put(id, value);
            if (before != null) {
                if (id != USER_PROPERTY) {
                    throw new Malformed(Reason.PROTOCOL_ERROR);
                }
                found.put(id, before | value);
            }
        }
        return found;
    }

    private static int property(ByteBuf in, int id) {
        return switch (id) {
            case PAYLOAD_FORMAT, REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION ->
                legal(in.readUnsignedByte(), 0, 1);
            case RECEIVE_MAXIMUM -> legal(in.readUnsignedShort(), 1, 0xFFFF);
            case 0x22, TOPIC_ALIAS -> in.readUnsignedShort();
            case MAXIMUM_PACKET_SIZE -> {
                int size = in.readInt();
                yield size < 0 ? size : legal(size, 1, Integer.MAX_VALUE);
            }
            case 0x02, SESSION_EXPIRY, 0x18 -> in.readInt();
            case SUBSCRIPTION_IDENTIFIER -> legal(length(in), 1, Integer.MAX_VALUE);
            case RESPONSE_TOPIC -> {
                String topic = text(in);
                if (topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
                    throw new Malformed(Reason.PROTOCOL_ERROR);
                }
                yield 0;
            }
            case 0x03, AUTHENTICATION_METHOD, REASON_STRING -> {
                text(in);
                yield 0;
            }
            case 0x09, AUTHENTICATION_DATA -> {
                binary(in);
                yield 0;
            }
            case USER_PROPERTY -> {
                String name = text(in);
                String value = text(in);
                yield name.equals(BACKFILL) && value.equals("true") ? 1 : 0;
            }
            default -> throw malformed();
        };
    }

    /** A value, if MQTT gives it a meaning. */
    private static int legal(int value, int from, int to) {
        if (value < from || value > to) {
            throw new Malformed(Reason.PROTOCOL_ERROR);
        }
        return value;
    }
}
