package io.atrium.transport.mqtt;

import io.atrium.base.Json;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody without credentials who may ask for some (device-data-api 1.9), and do nothing else. The answer comes whether
 * or not it was subscribed to.
 */
final class ProvisionClient implements Client {

    private static final long LINGER_SECONDS = 60;

    private final Connection connection;

    ProvisionClient(Connection connection) {
        this.connection = connection;
        endIn(connection.edge().inactivity.toSeconds());
    }

    private void endIn(long seconds) {
        var unused = connection
                .channel()
                .eventLoop()
                .schedule(
                        () -> connection.end(Reason.ADMINISTRATIVE_ACTION, "The connection was for provisioning only"),
                        seconds,
                        TimeUnit.SECONDS);
    }

    @Override
    public void publish(Packet.Publish message, @Nullable Uplink uplink, Ack ack) {
        if (uplink == null || uplink.action() != Uplink.Action.PROVISION) {
            ack.settle(Outcome.WRONG_TOPIC);
            return;
        }
        connection
                .edge()
                .gateway
                .provision(message.payload(), connection.address())
                .whenComplete((answer, fault) -> {
                    ack.settle(Outcome.of(fault));
                    if (fault == null) {
                        connection.loop().execute(() -> {
                            connection.send(
                                    Uplink.PROVISION_RESPONSE,
                                    Uplink.PROVISION_RESPONSE,
                                    Json.bytes(answer),
                                    Downlink.Delivered.NOBODY_ASKS);
                            endIn(LINGER_SECONDS);
                        });
                    }
                });
    }

    @Override
    public boolean subscribe(String filter) {
        return filter.equals(Uplink.PROVISION_RESPONSE);
    }

    @Override
    public void unsubscribe(String filter) {}

    @Override
    public void heard() {}

    @Override
    public void alive() {}

    @Override
    public void closed() {}
}
