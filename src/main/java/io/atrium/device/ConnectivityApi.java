package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.ProfileRoutes;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/** Commands that people copy to send a first reading as a device. They hold its secret, so they count as reading it. */
final class ConnectivityApi {

    private static final String READING = "{\"temperature\":25}";
    private static final String TOPIC = "v1/devices/me/telemetry";

    private final Platform platform;
    private final Supplier<DeviceEndpoints> endpoints;

    ConnectivityApi(Platform platform, Supplier<DeviceEndpoints> endpoints) {
        this.platform = platform;
        this.endpoints = endpoints;
    }

    /** A device with the transport that its profile asks for. */
    private record Target(Entry device, String transport, AuditTrail.Subject subject) {}

    void add(Routes routes) {
        routes.area("DeviceConnectivity")
                .get(
                        "/api/device-connectivity/{deviceId}",
                        "getDevicePublishTelemetryCommands",
                        "Commands that send a reading as the device, by protocol; reading them is audited")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ_CREDENTIALS on the device")
                .answers(JsonNode.class)
                .handle(call -> commands(call.actor(), call.id("deviceId")));
    }

    private ObjectNode commands(Actor actor, UUID deviceId) {
        Scope scope = platform.scopes().of(actor);
        Target target = scope.read(() -> {
            Entry device = scope.require(Operation.READ_CREDENTIALS, DeviceKinds.DEVICE, deviceId);
            String transport = device.profile() < 0
                    ? DeviceDefaults.DEFAULT
                    : ProfileRoutes.field(scope.directory().entry(device.profile()), "transportType");
            return new Target(device, transport, CredentialsApi.subject(scope, device));
        });
        Row row = CredentialsChanges.read(platform, scope, target.device());
        platform.audit()
                .record(
                        actor,
                        actor.tenantId(),
                        AuditAction.CREDENTIALS_READ,
                        target.subject(),
                        Json.object().put("entityId", deviceId.toString()));
        return commands(row, target.transport());
    }

    private ObjectNode commands(Row row, String transport) {
        DeviceEndpoints at = endpoints.get();
        ObjectNode commands = Json.object();
        boolean anyTransport = transport.equals(DeviceDefaults.DEFAULT);
        if (anyTransport && row.type() == DeviceCredentialsType.ACCESS_TOKEN) {
            commands.putObject("http").put("http", curl(at, row.credentialsId()));
        }
        if ((anyTransport || transport.equals("MQTT")) && row.type() != DeviceCredentialsType.X509_CERTIFICATE) {
            commands.putObject("mqtt").put("mqtt", mosquitto(at, row));
        }
        if ((anyTransport || transport.equals("COAP"))
                && row.type() == DeviceCredentialsType.ACCESS_TOKEN
                && at.coapPort() >= 0) {
            commands.putObject("coap").put("coap", coapClient(at, row.credentialsId()));
        }
        return commands;
    }

    private static String coapClient(DeviceEndpoints at, String token) {
        String url = "coap://" + at.mqttHost() + ":" + at.coapPort() + "/api/v1/" + escaped(token) + "/telemetry";
        return "coap-client -v 6 -m POST -t \"application/json\" -e " + quoted(READING) + " " + quoted(url);
    }

    private static String escaped(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String curl(DeviceEndpoints at, String token) {
        return "curl -v -X POST " + quoted(at.httpUrl() + "/api/v1/" + escaped(token) + "/telemetry")
                + " --header 'Content-Type: application/json' --data " + quoted(READING);
    }

    private static String mosquitto(DeviceEndpoints at, Row row) {
        StringBuilder command = new StringBuilder("mosquitto_pub -d -q 1 -h ")
                .append(quoted(at.mqttHost()))
                .append(" -p ")
                .append(at.mqttPort())
                .append(" -t ")
                .append(TOPIC);
        if (row.type() == DeviceCredentialsType.ACCESS_TOKEN) {
            option(command, "-u", row.credentialsId());
        } else {
            JsonNode basic = Json.read(row.value() == null ? "{}" : row.value(), JsonNode.class);
            option(command, "-i", basic.path("clientId").textValue());
            option(command, "-u", basic.path("userName").textValue());
            option(command, "-P", basic.path("password").textValue());
        }
        return command.append(" -m ").append(quoted(READING)).toString();
    }

    private static void option(StringBuilder command, String flag, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            command.append(' ').append(flag).append(' ').append(quoted(value));
        }
    }

    /** One word of a POSIX shell, whatever characters it holds: a secret may be anything. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:-]+") && !word.startsWith("-")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
