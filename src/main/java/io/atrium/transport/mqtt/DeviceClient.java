package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceAttributes;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceFacts;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceLink;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.DevicePayloads;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.LoginResult.Accepted;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.Payloads;
import io.atrium.ingest.Payloads.Word;
import io.atrium.ingest.TransportLimits;
import io.atrium.transport.mqtt.Filter.Push;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A device with its own connection, and those behind it if it is a gateway. */
final class DeviceClient implements Client, DeviceLink {

    private static final Logger LOG = Logger.getLogger(DeviceClient.class);

    private final Connection connection;
    private final DeviceGateway gateway;
    private final DeviceSession session;
    private final OpenLink link;
    private MqttProfile profile;
    private DevicePayloads payloads;
    private @Nullable GatewayClient behind;
    private String attributesTopic = Form.V1.attributes;
    private String attributesFilter = Form.V1.attributes;
    private Form attributesForm = Form.V1;
    private Form commandForm = Form.V1;
    private boolean isTakenOver;

    DeviceClient(Connection connection, Accepted login) {
        this.connection = connection;
        this.gateway = connection.edge().gateway;
        this.session = login.session();
        this.profile = MqttProfile.of(login.facts());
        this.payloads = gateway.payloads(login.facts());
        this.behind = login.facts().gateway() ? new GatewayClient(connection, session, login.facts()) : null;
        this.link = gateway.links().open(session, DeviceTransport.MQTT, Manner.EXCLUSIVE, this);
        gateway.connected(session).whenComplete(DeviceClient::noted);
    }

    private static void noted(@Nullable Void nothing, @Nullable Throwable fault) {
        if (fault != null) {
            LOG.debug("The time of a connection was not noted", fault);
        }
    }

    // ---- from the device ---------------------------------------------------------------------------------------

    @Override
    public void publish(Packet.Publish message, @Nullable Uplink usual, Ack ack) {
        Uplink uplink = usual == null ? profile.uplink(message.topic()) : usual;
        if (uplink == null) {
            gateway.unknownTopic(session);
            ack.settle(Outcome.UNKNOWN_TOPIC);
        } else {
            publish(message.isBackfill() ? uplink.asBackfill() : uplink, message.payload(), ack);
        }
    }

    private void publish(Uplink uplink, byte[] payload, Ack ack) {
        Payloads written = from(uplink.form());
        switch (uplink.action()) {
            case TELEMETRY -> ack.settleWithData(gateway.telemetry(session, payload, written, false));
            case BACKFILL -> ack.settleWithData(gateway.telemetry(session, payload, written, true));
            case ATTRIBUTES -> ack.settleWithData(gateway.attributes(session, payload, written));
            case ATTRIBUTE_REQUEST -> requestAttributes(uplink, payload, ack);
            case CALL -> call(uplink, payload, ack);
            case REPLY ->
                ack.settleWith(gateway.commandReply(session, uplink.requestId(), written.json(Word.REPLY, payload)));
            case CLAIM -> ack.settleWith(gateway.claim(session, payload));
            case FIRMWARE -> noFirmware(ack);
            case PROVISION -> ack.settle(Outcome.UNKNOWN_TOPIC);
            case GATEWAY_CONNECT,
                    GATEWAY_DISCONNECT,
                    GATEWAY_TELEMETRY,
                    GATEWAY_BACKFILL,
                    GATEWAY_ATTRIBUTES,
                    GATEWAY_ATTRIBUTE_REQUEST,
                    GATEWAY_REPLY,
                    GATEWAY_CLAIM,
                    GATEWAY_UNKNOWN -> {
                if (behind == null) {
                    ack.settleWith(gateway.refuse(session, Problem.forbidden("The device is no gateway")));
                } else {
                    behind.publish(uplink.action(), payload, ack);
                }
            }
        }
    }

    private Payloads from(Form form) {
        return switch (form) {
            case V1, SHORT -> payloads.usual();
            case JSON -> Payloads.JSON;
            case PROTOBUF -> payloads.protobuf();
        };
    }

    private Payloads to(Form form) {
        return form == Form.V1 ? payloads.usualDownlink() : from(form);
    }

    private void requestAttributes(Uplink uplink, byte[] payload, Ack ack) {
        JsonNode wanted = DeviceJson.object(from(uplink.form()).json(Word.ATTRIBUTES_REQUEST, payload));
        Payloads answers = to(uplink.form());
        List<String> clientKeys = DeviceAttributes.keys(wanted, "clientKeys");
        List<String> sharedKeys = DeviceAttributes.keys(wanted, "sharedKeys");
        gateway.requestAttributes(session, clientKeys, sharedKeys).whenComplete((found, fault) -> {
            ack.settle(Outcome.of(fault));
            if (fault == null) {
                send(
                        uplink.form().attributeResponse + uplink.requestId(),
                        uplink.form().attributeResponse + '+',
                        answers.found(uplink.requestId(), found));
            }
        });
    }

    /** The message is taken when the call is on its way; its answer comes as a message of its own. */
    private void call(Uplink uplink, byte[] payload, Ack ack) {
        TransportLimits limits = new TransportLimits(
                (int) connection.edge().config.maxPacket().count(),
                connection.edge().config.maxInFlight());
        byte[] call = from(uplink.form()).json(Word.CALL, payload);
        Payloads answers = to(uplink.form());
        gateway.clientCommand(session, call, limits).whenComplete((answer, fault) -> {
            Outcome outcome = Outcome.of(fault);
            ack.settle(outcome);
            if (outcome == Outcome.DONE) {
                send(
                        uplink.form().rpcResponse + uplink.requestId(),
                        uplink.form().rpcResponse + '+',
                        answers.answer(answer));
            }
        });
    }

    /** No device has a package assigned. */
    private void noFirmware(Ack ack) {
        ack.settle(Outcome.DONE);
        connection.loop().execute(() -> {
            connection.send(
                    Uplink.FIRMWARE_ERROR,
                    Uplink.FIRMWARE_ERROR,
                    "NOT_FOUND".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    Downlink.Delivered.NOBODY_ASKS);
            connection.end(Reason.IMPLEMENTATION_SPECIFIC, "No package is assigned to the device");
        });
    }

    @Override
    public boolean acknowledgesBadPayload() {
        return profile.acknowledgesBadPayload();
    }

    @Override
    public void heard() {
        link.heard();
    }

    @Override
    public void alive() {
        gateway.alive(session);
        if (behind != null) {
            behind.alive();
        }
    }

    @Override
    public void closed() {
        if (behind != null) {
            behind.close();
        }
        link.close();
        if (!isTakenOver) {
            gateway.disconnected(session).whenComplete(DeviceClient::noted);
        }
    }

    // ---- subscriptions -----------------------------------------------------------------------------------------

    @Override
    public boolean subscribe(String filter) {
        if (filter.equals(profile.attributeUpdates())) {
            // Pushed with the usual topic all the same (device-data-api 1.3).
            attributesTopic = Form.V1.attributes;
            attributesFilter = filter;
            attributesForm = Form.V1;
            link.subscribeAttributes();
            return true;
        }
        Filter known = Filter.of(filter);
        if (known == null) {
            return false;
        }
        if (known.push() == Push.ATTRIBUTES) {
            attributesTopic = known.form().attributes;
            attributesFilter = filter;
            attributesForm = known.form();
            link.subscribeAttributes();
        } else if (known.push() == Push.CALL) {
            commandForm = known.form();
            link.subscribeCommands();
        }
        return true;
    }

    @Override
    public void unsubscribe(String filter) {
        Filter known = Filter.of(filter);
        if (known == null || known.push() == Push.ATTRIBUTES) {
            if (filter.equals(attributesFilter)) {
                link.unsubscribeAttributes();
            }
        } else if (known.push() == Push.CALL && known.form() == commandForm) {
            link.unsubscribeCommands();
        }
    }

    // ---- to the device; any thread -----------------------------------------------------------------------------

    private void send(String topic, String filter, byte[] payload) {
        connection.loop().execute(() -> connection.send(topic, filter, payload, Downlink.Delivered.NOBODY_ASKS));
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        connection.loop().execute(() -> {
            Payloads written = to(attributesForm);
            if (!values.isEmpty()) {
                push(written.changed(values));
            }
            if (!deleted.isEmpty()) {
                push(written.deleted(deleted));
            }
        });
    }

    private void push(byte[] attributes) {
        connection.send(attributesTopic, attributesFilter, attributes, Downlink.Delivered.NOBODY_ASKS);
    }

    @Override
    public void command(DeviceCommand command) {
        connection.loop().execute(() -> {
            byte[] payload;
            try {
                payload = to(commandForm).command(command);
            } catch (Problem problem) {
                LOG.warnf("A command cannot be written for its device: %s", problem.publicMessage());
                report(link, command, false);
                return;
            }
            connection.send(
                    commandForm.rpcRequest + command.id(),
                    commandForm.rpcRequest + '+',
                    payload,
                    isDelivered -> report(link, command, isDelivered));
        });
    }

    static void report(OpenLink link, DeviceCommand command, boolean isDelivered) {
        if (isDelivered) {
            link.delivered(command.id());
        } else {
            link.undelivered(command.id());
        }
    }

    @Override
    public void factsChanged(DeviceFacts facts) {
        connection.loop().execute(() -> {
            profile = MqttProfile.of(facts);
            payloads = gateway.payloads(facts);
            if (!facts.gateway() && behind != null) {
                behind.close();
                behind = null;
            } else if (facts.gateway() && behind == null && connection.isOpen()) {
                behind = new GatewayClient(connection, session, facts);
            } else if (behind != null) {
                behind.changed(facts);
            }
        });
    }

    @Override
    public void close(CloseReason reason) {
        connection.loop().execute(() -> {
            switch (reason) {
                case TAKEN_OVER -> {
                    isTakenOver = true;
                    connection.end(Reason.SESSION_TAKEN_OVER, "The device opened another connection");
                }
                case INACTIVE -> connection.end(Reason.MAXIMUM_CONNECT_TIME, "Nothing was heard for too long");
                case STOPPING -> connection.stop();
                case CREDENTIALS_CHANGED -> administrative("The device has other credentials now");
                case DEVICE_DELETED -> administrative("The device was deleted");
                case PROFILE_CHANGED -> administrative("The device's profile wants another transport");
                case ACCESS_ENDED -> administrative("The access has ended");
            }
        });
    }

    private void administrative(String words) {
        connection.end(Reason.ADMINISTRATIVE_ACTION, words);
    }
}
