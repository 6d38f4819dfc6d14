package io.atrium.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.config.Bytes;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.KeyScope;
import io.atrium.http.AnswerBudget;
import io.atrium.http.BodyBudget;
import io.atrium.http.CallerShares;
import io.atrium.http.ClientAddress;
import io.atrium.http.TestApi;
import io.atrium.ingest.DeviceGateway;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Devices that wait over HTTP, their answers and calls, and how the wait ends (device-data-api 2.1). */
final class LongPollTest {

    private static final TestWorld WORLD = new TestWorld();
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpServer SERVER = start();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HttpServer start() {
        Router router = Router.router(VERTX);
        new DeviceHttp(
                        INGEST,
                        WORLD.platform.clock(),
                        new DeviceHttpConfig(
                                new Bytes(200_000),
                                new Bytes(2048),
                                new Bytes(2048),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(300),
                                1_000,
                                3),
                        new CallerShares(new ClientAddress(null), new BodyBudget(64 << 20), new AnswerBudget(64 << 20)))
                .mount(router);
        return VERTX.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void close() throws Exception {
        CLIENT.close();
        SERVER.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device?accessToken=t-" + name, Map.of("name", name));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.actualPort() + "/api/v1/" + path));
    }

    private static CompletableFuture<HttpResponse<String>> get(String path) {
        return CLIENT.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body) {
        return done(CLIENT.sendAsync(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    private static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Starts a wait and comes back when the server knows of it. */
    private static CompletableFuture<HttpResponse<String>> poll(UUID device, String path) {
        int before = INGEST.links().count(device);
        CompletableFuture<HttpResponse<String>> answer = get(path);
        await(() -> INGEST.links().count(device) == before + 1);
        return answer;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time");
            }
            Thread.yield();
        }
    }

    private static void share(UUID device, String key, long value) {
        Directory directory = WORLD.platform.directories().of(WORLD.tenant);
        WORLD.platform
                .attributes()
                .put(
                        directory,
                        directory.find(device).orElseThrow(),
                        KeyScope.SHARED_SCOPE,
                        Map.of(key, Value.of(value)));
    }

    @Test
    void anUpdateEndsTheWait() {
        UUID device = device("updates");
        CompletableFuture<HttpResponse<String>> answer = poll(device, "t-updates/attributes/updates?timeout=60000");
        // The link is there a moment before it is subscribed.
        long value = 0;
        while (!answer.isDone()) {
            share(device, "rate", ++value);
        }
        assertThat(done(answer).statusCode()).isEqualTo(200);
        assertThat(answer.join().body()).matches("\\{\"rate\":\\d+}");
        await(() -> INGEST.links().count(device) == 0);
    }

    @Test
    void aWaitForNothingTimesOut() {
        device("idle");
        assertThat(done(get("t-idle/attributes/updates?timeout=50")).statusCode())
                .isEqualTo(408);
        assertThat(done(get("t-idle/rpc?timeout=50")).statusCode()).isEqualTo(408);
        for (String bad : List.of("soon", "0", "-5")) {
            assertThat(done(get("t-idle/rpc?timeout=" + bad)).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(done(get("unknown/rpc?timeout=50")).statusCode()).isEqualTo(401);
    }

    @Test
    void aCommandGoesToTheDeviceAndItsAnswerBack() {
        UUID device = device("commanded");
        CompletableFuture<HttpResponse<String>> wait = poll(device, "t-commanded/rpc?timeout=60000");
        CompletableFuture<TestApi.Answer> call = CompletableFuture.supplyAsync(
                () -> WORLD.api.post(
                        WORLD.admin, "/api/rpc/twoway/" + device, "{\"method\":\"set\",\"params\":{\"on\":true}}"),
                Thread::startVirtualThread);
        JsonNode command = Json.read(done(wait).body(), JsonNode.class);
        assertThat(command.toString()).isEqualTo("{\"id\":0,\"method\":\"set\",\"params\":{\"on\":true}}");
        assertThat(post("t-commanded/rpc/x", "{}").statusCode()).isEqualTo(400);
        assertThat(post("t-commanded/rpc/0", "{\"done\":true}").statusCode()).isEqualTo(200);
        assertThat(done(call).text()).isEqualTo("{\"done\":true}");

        WORLD.api.post(WORLD.admin, "/api/rpc/oneway/" + device, "{\"method\":\"a\",\"persistent\":true}");
        WORLD.api.post(WORLD.admin, "/api/rpc/oneway/" + device, "{\"method\":\"b\",\"persistent\":true}");
        assertThat(done(get("t-commanded/rpc?timeout=20000")).body()).contains("\"method\":\"a\"");
        assertThat(done(get("t-commanded/rpc?timeout=20000")).body()).contains("\"method\":\"b\"");
    }

    @Test
    void newCredentialsEndTheWait() {
        UUID device = device("rekeyed");
        CompletableFuture<HttpResponse<String>> wait = poll(device, "t-rekeyed/rpc");
        ObjectNode body = Json.object().put("credentialsType", "ACCESS_TOKEN").put("credentialsId", "t-rekeyed-2");
        body.putObject("deviceId").put("entityType", "DEVICE").put("id", device.toString());
        WORLD.api.post(WORLD.admin, "/api/device/credentials", body.toString());
        assertThat(done(wait).statusCode()).isEqualTo(401);
    }

    @Test
    void deletionEndsTheWait() {
        UUID device = device("deleted");
        CompletableFuture<HttpResponse<String>> updates = poll(device, "t-deleted/attributes/updates");
        CompletableFuture<HttpResponse<String>> commands = poll(device, "t-deleted/rpc");
        WORLD.api.delete(WORLD.admin, "/api/device/" + device);
        for (var wait : List.of(updates, commands)) {
            assertThat(done(wait).statusCode()).isIn(401, 403);
        }
        assertThat(done(get("t-deleted/rpc?timeout=50")).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherOwnerEndsTheWait() {
        UUID device = device("moved");
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "New owner");
        CompletableFuture<HttpResponse<String>> wait = poll(device, "t-moved/attributes/updates");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        assertThat(done(wait).statusCode()).isEqualTo(403);
    }

    @Test
    void aDeletedTenantEndsTheWaitsOfItsDevices() {
        UUID tenant = WORLD.newTenant("Gone");
        Actor admin = WORLD.newUser(tenant, null, "admin@gone.example", DefaultGroups.TENANT_ADMINISTRATORS);
        UUID device = WORLD.save(admin, "/api/device?accessToken=t-orphan", Map.of("name", "orphan"));
        CompletableFuture<HttpResponse<String>> updates = poll(device, "t-orphan/attributes/updates");
        CompletableFuture<HttpResponse<String>> commands = poll(device, "t-orphan/rpc");
        WORLD.api.delete(TestWorld.SYSTEM, "/api/tenant/" + tenant);
        long gone = System.nanoTime();
        for (var wait : List.of(updates, commands)) {
            assertThat(done(wait).statusCode()).isIn(401, 403);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - gone)).isLessThan(Duration.ofSeconds(1));
        assertThat(done(get("t-orphan/rpc?timeout=50")).statusCode()).isEqualTo(401);
    }

    @Test
    void waitsOfOneDeviceAreLimitedAndEndWhenItHangsUp() {
        UUID device = device("greedy");
        List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waits.add(poll(device, "t-greedy/rpc"));
        }
        HttpResponse<String> refused = done(get("t-greedy/rpc"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("ATRIUM_DEVICE_HTTP_MAX_POLLS_PER_DEVICE is 3");
        waits.forEach(wait -> wait.cancel(true));
        await(() -> INGEST.links().count(device) == 0);
    }

    @Test
    void callsClaimsAndProvisioningAreServed() {
        device("caller");
        assertThat(post("t-caller/rpc", "{\"method\":\"getSessionLimits\",\"params\":{}}")
                        .body())
                .contains("\"maxPayloadSize\":200000", "\"rateLimits\"");
        assertThat(post("t-caller/rpc", "{\"method\":\"getTime\"}").body()).contains("\"error\"");
        assertThat(post("t-caller/rpc", "{").statusCode()).isEqualTo(400);
        assertThat(post("t-caller/rpc", "x".repeat(3_000)).statusCode()).isEqualTo(413);
        assertThat(post("t-caller/claim", "").statusCode()).isEqualTo(200);
        assertThat(post("t-caller/claim", "{\"durationMs\":-1}").statusCode()).isEqualTo(400);
        HttpResponse<String> unknown =
                post("provision", "{\"provisionDeviceKey\":\"k\",\"provisionDeviceSecret\":\"s\"}");
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.body()).contains("NOT_FOUND");
        assertThat(post("provision", "[]").statusCode()).isEqualTo(400);
        ObjectNode profile = Json.object().put("name", "http").put("provisionType", "ALLOW_CREATE_NEW_DEVICES");
        profile.put("provisionDeviceKey", "http-key");
        profile.putObject("profileData")
                .putObject("provisionConfiguration")
                .put("provisionDeviceSecret", "http-secret");
        WORLD.save(WORLD.admin, "/api/deviceProfile", profile);
        JsonNode made = Json.read(
                post(
                                "provision",
                                "{\"deviceName\":\"made\",\"provisionDeviceKey\":\"http-key\","
                                        + "\"provisionDeviceSecret\":\"http-secret\"}")
                        .body(),
                JsonNode.class);
        assertThat(post(made.path("credentialsValue").asText() + "/telemetry", "{\"t\":1}")
                        .statusCode())
                .isEqualTo(200);
    }
}
