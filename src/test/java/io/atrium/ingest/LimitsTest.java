package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.ingest.LoginResult.Accepted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rates of a tenant's profile hold for devices, gateways and tenants (device-data-api 1.7). */
final class LimitsTest {

    private final HandClock clock = new HandClock();
    private final TestWorld world = new TestWorld(clock);
    private final DeviceGateway ingest = world.ingest.gateway();

    @AfterEach
    void close() {
        world.close();
    }

    private void limit(Map<String, String> texts) {
        ObjectNode profile = Json.object().put("name", "limited");
        ObjectNode configuration =
                profile.putObject("profileData").putObject("configuration").put("type", "DEFAULT");
        texts.forEach(configuration::put);
        var id = world.save(TestWorld.SYSTEM, "/api/tenantProfile", profile);
        ObjectNode tenant = (ObjectNode)
                world.api.get(TestWorld.SYSTEM, "/api/tenant/" + world.tenant).json();
        tenant.set("tenantProfileId", Json.tree(new Ref("TENANT_PROFILE", id)));
        world.save(TestWorld.SYSTEM, "/api/tenant", tenant);
        // The rates are read again now and then, beside a message.
        clock.advance(Duration.ofSeconds(11));
    }

    private DeviceSession device(String name, boolean gateway) {
        world.save(
                world.admin,
                "/api/device?accessToken=t-" + name,
                Map.of("name", name, "additionalInfo", Map.of("gateway", gateway)));
        return ingest.byToken("t-" + name).orElseThrow();
    }

    private CompletionStage<?> send(DeviceSession device, String body) {
        return ingest.telemetry(device, body.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void refuses(CompletionStage<?> message, String words) {
        assertThatThrownBy(() -> done(message)).cause().isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_MANY_REQUESTS);
            assertThat(problem.publicMessage()).contains(words);
        });
    }

    /** Sends until the new rates are in force. */
    private void settle(DeviceSession device, String party) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (done(ingest.clientCommand(device, call("getSessionLimits"), new TransportLimits(65_536, 100)))
                .at(party)
                .asText()
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.yield();
        }
    }

    private static byte[] call(String method) {
        return ("{\"method\":\"" + method + "\",\"params\":{\"timeout\":5000}}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDeviceIsHeldToItsMessagesAndPoints() {
        DeviceSession device = device("one", false);
        DeviceSession other = device("two", false);
        limit(Map.of(
                "transportDeviceTelemetryMsgRateLimit", "3:1,5:60",
                "transportDeviceTelemetryDataPointsRateLimit", "10:1"));
        settle(device, "/rateLimits/telemetryMessages");
        done(send(device, "{\"a\":1}"));
        done(send(device, "{\"a\":2}"));
        done(send(device, "{\"a\":3}"));
        refuses(send(device, "{\"a\":4}"), "transportDeviceTelemetryMsgRateLimit of the tenant profile is 3:1,5:60");
        done(send(other, "{\"a\":1}"));
        clock.advance(Duration.ofSeconds(1));
        done(send(device, "{\"a\":5}"));
        done(send(device, "{\"a\":6}"));
        refuses(send(device, "{\"a\":7}"), "5:60");
        clock.advance(Duration.ofMinutes(1));
        refuses(
                send(
                        device,
                        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1}"),
                "transportDeviceTelemetryDataPointsRateLimit");
        JsonNode counts = world.api
                .get(world.admin, "/api/telemetry/counters/DEVICE/" + device.deviceId())
                .json();
        assertThat(counts.path("stored").asLong()).isEqualTo(5);
        assertThat(counts.at("/refused/rate_limit").asLong()).isEqualTo(3);
    }

    @Test
    void allDevicesTogetherAreHeldToTheTenants() {
        DeviceSession one = device("one", false);
        DeviceSession two = device("two", false);
        limit(Map.of("transportTenantTelemetryMsgRateLimit", "2:1", "transportDeviceMsgRateLimit", "1000:1"));
        settle(one, "/rateLimits/messages");
        done(send(one, "{\"a\":1}"));
        done(send(two, "{\"a\":1}"));
        refuses(send(one, "{\"a\":1}"), "transportTenantTelemetryMsgRateLimit");
    }

    @Test
    void aGatewayAndTheDevicesBehindItHaveTheirOwn() {
        DeviceSession gateway = device("gw", true);
        limit(Map.of(
                "transportGatewayTelemetryMsgRateLimit", "3:1",
                "transportGatewayDeviceTelemetryMsgRateLimit", "1:1"));
        settle(gateway, "/gatewayRateLimits/telemetryMessages");
        GatewaySession session = ingest.openGateway(gateway, DeviceTransport.MQTT, name -> new RecordingLink());
        done(session.telemetry("{\"a\":[{\"t\":1}],\"b\":[{\"t\":1}]}".getBytes(StandardCharsets.UTF_8)));
        refuses(
                session.telemetry("{\"a\":[{\"t\":2}]}".getBytes(StandardCharsets.UTF_8)),
                "transportGatewayDeviceTelemetryMsgRateLimit");
        done(session.telemetry("{\"c\":[{\"t\":1}]}".getBytes(StandardCharsets.UTF_8)));
        refuses(
                session.telemetry("{\"d\":[{\"t\":1}]}".getBytes(StandardCharsets.UTF_8)),
                "transportGatewayTelemetryMsgRateLimit");
    }

    @Test
    void logInsCountAsMessages() {
        DeviceSession device = device("one", false);
        limit(Map.of("transportDeviceMsgRateLimit", "5:60"));
        Presented token = new Presented.Token("t-one");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (done(ingest.login(token, DeviceTransport.MQTT)) instanceof Accepted) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        assertThat(done(ingest.login(token, DeviceTransport.MQTT)))
                .isEqualTo(new LoginResult.Refused(LoginResult.Reason.RATE_LIMIT));
        refuses(ingest.requestAttributes(device, List.of(), List.of()), "transportDeviceMsgRateLimit");
    }

    @Test
    void tellsLimitsAndAnswersOtherCallsAtOnce() {
        DeviceSession device = device("one", false);
        TransportLimits transport = new TransportLimits(65_536, 100);
        assertThat(done(ingest.clientCommand(device, call("getSessionLimits"), transport))
                        .toString())
                .isEqualTo("{\"maxPayloadSize\":65536,\"maxInflightMessages\":100,\"rateLimits\":{\"messages\":\"\","
                        + "\"telemetryMessages\":\"\",\"telemetryDataPoints\":\"\"}}");
        assertThat(done(ingest.clientCommand(device, call("getTime"), transport))
                        .path("error")
                        .asText())
                .contains("getTime");
        assertThatThrownBy(() -> done(ingest.clientCommand(device, "{}".getBytes(StandardCharsets.UTF_8), transport)))
                .hasCauseInstanceOf(Problem.class);
    }

    @Test
    void textsThatAreNoRatesLimitNothing() {
        assertThat(RateRules.of(Json.object().put("transportDeviceMsgRateLimit", "many")))
                .isEqualTo(RateRules.NONE);
        assertThat(RateRules.of(Json.object().put("transportDeviceMsgRateLimit", "0:1")))
                .isEqualTo(RateRules.NONE);
        assertThat(RateRules.of(Json.object().put("transportDeviceMsgRateLimit", "")))
                .isEqualTo(RateRules.NONE);
    }
}
