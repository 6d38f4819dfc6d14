package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceLink;
import java.util.Collection;
import java.util.Map;

/** The way to one device behind a gateway: its name beside whatever it is told. */
record BehindLink(GatewayClient gateway, String name) implements DeviceLink {

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

    /** The gateway's own connection stays; with the next word for the device its rights are judged anew. */
    @Override
    public void close(CloseReason reason) {}
}
