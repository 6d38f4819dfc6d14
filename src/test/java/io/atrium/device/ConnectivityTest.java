package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.http.Routes;
import io.atrium.http.TestApi;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What check connectivity offers follows from what this server listens for. */
final class ConnectivityTest {

    private final TestWorld world = new TestWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode commands(int coapPort) {
        UUID device = world.save(world.admin, "/api/device?accessToken=t-" + coapPort, Map.of("name", "d" + coapPort));
        DeviceEndpoints endpoints = new DeviceEndpoints("https://iot.example", "iot.example", 1883, coapPort);
        Routes routes = new Routes();
        new ConnectivityApi(world.platform, () -> endpoints).add(routes);
        TestApi.Answer answer = new TestApi(routes.all()).get(world.admin, "/api/device-connectivity/" + device);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void offersALineForCoapWhenItIsOn() {
        assertThat(commands(5683).at("/coap/coap").asText())
                .startsWith("coap-client")
                .contains("coap://iot.example:5683/api/v1/t-5683/telemetry");
    }

    @Test
    void offersNoneWhenItIsOff() {
        assertThat(commands(-1).path("coap").isMissingNode()).isTrue();
        assertThat(commands(-1 - 1).at("/mqtt/mqtt").asText()).startsWith("mosquitto_pub");
    }
}
