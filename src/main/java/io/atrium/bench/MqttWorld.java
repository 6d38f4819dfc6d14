package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tenant with devices and gateways on a server of ours, and the count of what is stored for them. */
final class MqttWorld {

    private static final long SPAN = 1_000_000_000L;

    private final ScaleServer server;
    private final String admin;

    MqttWorld(ScaleServer server) {
        this.server = server;
        String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
        String tenant = server.save(system, "/api/tenant", Map.of("title", "Load"));
        admin = server.newUser(
                system,
                "",
                Map.of(
                        "email",
                        "admin@load.example",
                        "authority",
                        "TENANT_ADMIN",
                        "tenantId",
                        Map.of("entityType", "TENANT", "id", tenant)));
    }

    /** A device with its access token. */
    record Thing(String id, String token) {}

    List<Thing> devices(String name, int count, boolean areGateways) {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = server.save(
                    admin,
                    "/api/device",
                    Map.of("name", name + " " + i, "additionalInfo", Map.of("gateway", areGateways)));
            String token = server.get(admin, "/api/device/" + id + "/credentials")
                    .path("credentialsId")
                    .asText();
            things.add(new Thing(id, token));
        }
        return things;
    }

    String idOf(String name) throws IOException {
        return server.get(
                        admin,
                        "/api/tenant/devices?deviceName="
                                + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8))
                .at("/id/id")
                .asText();
    }

    /** The points of the benchmark's first two keys that can be read of a device. */
    long stored(String id) {
        JsonNode counts = server.get(
                admin,
                String.format(
                        Locale.ROOT,
                        "/api/plugins/telemetry/DEVICE/%s/values/timeseries?keys=%s,%s&startTs=%d&endTs=%d"
                                + "&agg=COUNT&interval=%d&useStrictDataTypes=true",
                        id,
                        MqttPayload.key(0),
                        MqttPayload.key(1),
                        MqttPayload.FIRST_TS,
                        MqttPayload.FIRST_TS + SPAN,
                        SPAN));
        return counts.path(MqttPayload.key(0)).path(0).path("value").asLong()
                + counts.path(MqttPayload.key(1)).path(0).path("value").asLong();
    }
}
