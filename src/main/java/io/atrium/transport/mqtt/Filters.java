package io.atrium.transport.mqtt;

import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;

/** Answers SUBSCRIBE and UNSUBSCRIBE. What is acknowledged is in force. */
final class Filters {

    private static final int FAILURE = 0x80;

    private Filters() {}

    static void subscribe(Connection connection, MqttSubscribeMessage message) {
        List<Integer> codes = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.payload().topicSubscriptions()) {
            codes.add(subscribe(connection, wanted));
        }
        connection
                .context()
                .writeAndFlush(Packets.subAck(message.variableHeader().messageId(), codes));
    }

    private static int subscribe(Connection connection, MqttTopicSubscription wanted) {
        String filter = wanted.topicFilter();
        if (!connection.client().subscribe(filter)) {
            return connection.isVersion5() ? SubAck.TOPIC_FILTER_INVALID.byteValue() & 0xFF : FAILURE;
        }
        MqttQoS granted =
                wanted.qualityOfService() == MqttQoS.AT_MOST_ONCE ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
        connection.subscriptions().add(filter, granted);
        return granted.value();
    }

    static void unsubscribe(Connection connection, MqttUnsubscribeMessage message) {
        List<Short> codes = new ArrayList<>();
        for (String filter : message.payload().topics()) {
            codes.add((short) (unsubscribe(connection, filter).byteValue() & 0xFF));
        }
        MqttMessageIdVariableHeader header = message.variableHeader();
        connection.context().writeAndFlush(Packets.unsubAck(header.messageId(), codes, connection.isVersion5()));
    }

    private static UnsubAck unsubscribe(Connection connection, String filter) {
        if (connection.subscriptions().remove(filter)) {
            connection.client().unsubscribe(filter);
            return UnsubAck.SUCCESS;
        }
        boolean isProvisioning = connection.client() instanceof ProvisionClient;
        return isProvisioning && !filter.equals(Uplink.PROVISION_RESPONSE)
                ? UnsubAck.TOPIC_FILTER_INVALID
                : UnsubAck.NO_SUBSCRIPTION_EXISTED;
    }
}
