package io.atrium.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets that the server sends, apart from what it publishes. */
final class Packets {

    static final MqttMessage PINGRESP = MqttMessage.PINGRESP;

    /** A plain acknowledgement of one message: type, length, packet id. */
    static final int SHORT_REPLY_BYTES = 4;

    private static final int SHORT_REPLY_REST = 2;
    private static final int MAX_REASON = 255;

    private Packets() {}

    static MqttConnAckMessage connAck(MqttConnectReturnCode code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, false, properties));
    }

    /** Appends PUBACK, PUBREC or PUBCOMP without a reason, which says in every version that all is well. */
    static void shortReply(ByteBuf out, MqttMessageType type, int packetId) {
        out.writeByte(type.value() << 4).writeByte(SHORT_REPLY_REST).writeShort(packetId);
    }

    /** The same with a reason, for MQTT 5 only. */
    static MqttMessage reply(MqttMessageType type, int packetId, byte reason, @Nullable String words) {
        return new MqttMessage(header(type), new MqttPubReplyMessageVariableHeader(packetId, reason, reason(words)));
    }

    static MqttMessage disconnect(Disconnect reason, @Nullable String words) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader(reason.byteValue(), reason(words)));
    }

    static MqttSubAckMessage subAck(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    /** The codes are sent to MQTT 5 clients only. */
    static MqttUnsubAckMessage unsubAck(int packetId, List<Short> codes, boolean isVersion5) {
        MqttMessageIdVariableHeader id = isVersion5
                ? new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES)
                : MqttMessageIdVariableHeader.from(packetId);
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK), id, isVersion5 ? new MqttUnsubAckPayload(codes) : null);
    }

    /** A public text as the property that carries it; long texts are cut. */
    static MqttProperties reason(@Nullable String words) {
        if (words == null) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(
                MqttPropertyType.REASON_STRING.value(), words.substring(0, Math.min(MAX_REASON, words.length()))));
        return properties;
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
