package io.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;

/** A packaged server with every channel of devices open, and one tenant on it. */
final class ChannelServer implements AutoCloseable {

    private static final int SECONDS = 20;

    final TestServer server = TestServer.start(Map.of("ATRIUM_COAP_PORT", "0"));

    /** The token of the tenant's administrator. */
    final String admin;

    final int mqtt;
    private final int coap;
    private final CoapEndpoint clients;

    ChannelServer(String tenant) throws IOException {
        admin = server.newTenant(tenant).token();
        JsonNode ports = Json.read(Files.readString(server.data().resolve("ports.json")), JsonNode.class);
        mqtt = ports.path("mqtt").asInt();
        coap = ports.path("coap").asInt();
        CoapConfig.register();
        UdpConfig.register();
        clients = CoapEndpoint.builder()
                .setConfiguration(Configuration.createStandardWithoutFile())
                .build();
        clients.start();
    }

    /** A client of a device's address below {@code /api/v1}. */
    CoapClient coap(String path) {
        CoapClient client = new CoapClient("coap://127.0.0.1:" + coap + "/api/v1/" + path);
        client.setEndpoint(clients);
        client.setTimeout(TimeUnit.SECONDS.toMillis(SECONDS));
        return client;
    }

    /** A new device, or a gateway. */
    String newDevice(String name, String token, boolean isGateway) {
        String more = isGateway ? ",\"additionalInfo\":{\"gateway\":true}" : "";
        return server.ok(server.post(
                        admin,
                        "/api/device?accessToken=" + token,
                        "{\"name\":\"" + name + "\",\"type\":\"default\"" + more + "}"))
                .id();
    }

    @Override
    public void close() {
        clients.destroy();
        server.close();
    }
}
