package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceLink;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The way to one device behind a gateway: its name beside whatever it is told. */
final class BehindLink implements DeviceLink {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final GatewayClient gateway;
    private final String name;
    private final AtomicLong toldTooFastAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    BehindLink(GatewayClient gateway, String name) {
        this.gateway = gateway;
        this.name = name;
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        if (!values.isEmpty()) {
            gateway.send(GatewayClient.ATTRIBUTES, named(MqttJson.values(values)), Downlink.Delivered.NOBODY_ASKS);
        }
        if (!deleted.isEmpty()) {
            gateway.send(GatewayClient.ATTRIBUTES, named(MqttJson.deleted(deleted)), Downlink.Delivered.NOBODY_ASKS);
        }
    }

    @Override
    public void command(DeviceCommand command) {
        gateway.send(GatewayClient.CALL, named(command.jsonWithId()), isDelivered -> gateway.session()
                .commandDelivered(name, command.id(), isDelivered));
    }

    private ObjectNode named(ObjectNode data) {
        ObjectNode json = Json.object().put("device", name);
        json.set("data", data);
        return json;
    }

    /** Once a second is enough: every message that was refused has its own answer. */
    @Override
    public void tooFast() {
        long before = toldTooFastAt.get();
        long now = System.nanoTime();
        if (now - before >= PAUSE_NANOS && toldTooFastAt.compareAndSet(before, now)) {
            gateway.disconnected(name, Reason.MESSAGE_RATE_TOO_HIGH);
        }
    }

    /** The gateway's own connection stays; with the next word for the device its rights are judged anew. */
    @Override
    public void close(CloseReason reason) {
        switch (reason) {
            case ACCESS_ENDED -> gateway.disconnected(name, Reason.NOT_AUTHORIZED);
            case DEVICE_DELETED -> gateway.disconnected(name, Reason.ADMINISTRATIVE_ACTION);
            // Of devices with connections of their own; or the gateway's connection ends, too.
            case TAKEN_OVER, CREDENTIALS_CHANGED, INACTIVE, PROFILE_CHANGED, STOPPING -> {}
        }
    }
}
