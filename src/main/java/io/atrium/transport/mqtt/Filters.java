package io.atrium.transport.mqtt;

import java.util.ArrayList;
import java.util.List;

/** Answers SUBSCRIBE and UNSUBSCRIBE. What is acknowledged is in force. */
final class Filters {

    private static final int FAILURE = 0x80;

    private Filters() {}

    static void subscribe(Connection connection, Packet.Subscribe message) {
        List<Integer> codes = new ArrayList<>();
        for (Packet.Wanted wanted : message.wanted()) {
            codes.add(subscribe(connection, wanted));
        }
        connection.write(Packets.subAck(connection.memory(), message.packetId(), codes, connection.isVersion5()));
    }

    private static int subscribe(Connection connection, Packet.Wanted wanted) {
        if (!connection.client().subscribe(wanted.filter())) {
            return connection.isVersion5() ? Reason.TOPIC_FILTER_INVALID.code : FAILURE;
        }
        int granted = Math.min(wanted.quality(), Packet.QUALITY_1);
        connection.subscriptions().add(wanted.filter(), granted);
        return granted;
    }

    static void unsubscribe(Connection connection, Packet.Unsubscribe message) {
        List<Integer> codes = new ArrayList<>();
        for (String filter : message.filters()) {
            codes.add(unsubscribe(connection, filter).code);
        }
        connection.write(Packets.unsubAck(connection.memory(), message.packetId(), codes, connection.isVersion5()));
    }

    private static Reason unsubscribe(Connection connection, String filter) {
        if (connection.subscriptions().remove(filter)) {
            connection.client().unsubscribe(filter);
            return Reason.SUCCESS;
        }
        boolean isProvisioning = connection.client() instanceof ProvisionClient;
        return isProvisioning && !filter.equals(Uplink.PROVISION_RESPONSE)
                ? Reason.TOPIC_FILTER_INVALID
                : Reason.NO_SUBSCRIPTION_EXISTED;
    }
}
