package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The fields that packets are made of (MQTT 5, section 1.5), and properties (2.2.2). */
final class Field {

    static final int SESSION_EXPIRY = 0x11;
    static final int ASSIGNED_CLIENT_ID = 0x12;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int AUTHENTICATION_METHOD = 0x15;
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

    /** A packet that breaks a rule; carries no stack, for anybody may send one. */
    static final class Malformed extends RuntimeException {
        final Reason reason;

        Malformed(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    private Field() {}

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
     */
    static Map<Integer, Integer> properties(ByteBuf in) {
        ByteBuf all = in.readSlice(length(in));
        if (!all.isReadable()) {
            return Map.of();
        }
        Map<Integer, Integer> found = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        while (all.isReadable()) {
            int id = length(all);
            if (!seen.add(id) && id != USER_PROPERTY && id != SUBSCRIPTION_IDENTIFIER) {
                throw new Malformed(Reason.PROTOCOL_ERROR);
            }
            found.merge(id, property(all, id), (before, now) -> id == USER_PROPERTY ? before | now : now);
        }
        return found;
    }

    private static int property(ByteBuf in, int id) {
        return switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> in.readByte();
            case 0x13, RECEIVE_MAXIMUM, 0x22, TOPIC_ALIAS -> in.readUnsignedShort();
            case 0x02, SESSION_EXPIRY, 0x18, MAXIMUM_PACKET_SIZE -> in.readInt();
            case SUBSCRIPTION_IDENTIFIER -> length(in);
            case 0x03, 0x08, 0x12, AUTHENTICATION_METHOD, 0x1A, 0x1C, REASON_STRING -> {
                text(in);
                yield 0;
            }
            case 0x09, 0x16 -> {
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
}
