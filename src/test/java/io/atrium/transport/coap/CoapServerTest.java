package io.atrium.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.config.Bytes;
import io.atrium.http.TestApi;
import io.atrium.telemetry.TelemetryStored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Devices over CoAP, with a real client on loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoapServerTest {

    private static final int JSON = 50;
    private static final int MAX_BODY = 4096;
    /** What one device may have of bodies that are not whole. */
    private static final int UPLOADS = 16 << 10;

    private static final int SECONDS = 10;

    private TestWorld world;
    private CoapServer server;
    private CoapEndpoint clients;
    private int port;
    private UUID device;
    private String token;

    @BeforeAll
    void start() throws Exception {
        world = new TestWorld();
        server = new CoapServer(
                world.ingest.gateway(), new CoapSettings(0, new Bytes(MAX_BODY), 100, new Bytes(8 * UPLOADS), 10));
        port = server.listen("127.0.0.1");
        CoapConfig.register();
        UdpConfig.register();
        clients = CoapEndpoint.builder()
                .setConfiguration(Configuration.createStandardWithoutFile())
                .build();
        clients.start();
        device = world.save(world.admin, "/api/device", Map.of("name", "Sleeper"));
        token = tokenOf(device);
    }

    @AfterAll
    void stop() {
        clients.destroy();
        server.close();
        world.close();
    }

    @Test
    void storesTelemetryBeforeItAnswers() throws Exception {
        assertThat(post("/api/v1/" + token + "/telemetry", "{\"ts\":1700000000000,\"values\":{\"t\":21.5}}")
                        .getCode())
                .isEqualTo(ResponseCode.CREATED);
        assertThat(read("/api/plugins/telemetry/DEVICE/" + device + "/values/timeseries?keys=t")
                        .at("/t/0/value")
                        .asText())
                .isEqualTo("21.5");
    }

    @Test
    void tellsWhatWasLeftOutAndStoresTheRest() throws Exception {
        CoapResponse answer = post("/api/v1/" + token + "/telemetry", "{\"cold\":nan,\"precise\":0.30000000000000004}");
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CREATED);
        assertThat(answer.getResponseText()).contains("\"leftOut\":1", "'cold'");
        assertThat(read("/api/plugins/telemetry/DEVICE/" + device
                                + "/values/timeseries?keys=precise&useStrictDataTypes=true")
                        .at("/precise/0/value")
                        .doubleValue())
                .isEqualTo(0.30000000000000004);
    }

    @Test
    void marksHistoryThatIsNotToRaiseAlarms() throws Exception {
        Map<String, Boolean> told = new java.util.concurrent.ConcurrentHashMap<>();
        world.platform
                .bus()
                .on(
                        TelemetryStored.class,
                        event -> told.put(event.readings().getFirst().key(), event.backfill()));
        post("/api/v1/" + token + "/telemetry?backfill=true", "{\"c1\":1}");
        post("/api/v1/" + token + "/telemetry", "{\"c2\":1}");
        assertThat(told).containsEntry("c1", true).containsEntry("c2", false);
    }

    @Test
    void setsAndReadsAttributes() throws Exception {
        share(Map.of("interval", 30));
        assertThat(post("/api/v1/" + token + "/attributes", "{\"firmware\":\"v1.2\"}")
                        .getCode())
                .isEqualTo(ResponseCode.CREATED);
        CoapResponse found = client("/api/v1/" + token + "/attributes?clientKeys=firmware&sharedKeys=interval")
                .get();
        assertThat(found.getCode()).isEqualTo(ResponseCode.CONTENT);
        assertThat(Json.read(found.getResponseText(), JsonNode.class))
                .isEqualTo(
                        Json.read("{\"client\":{\"firmware\":\"v1.2\"},\"shared\":{\"interval\":30}}", JsonNode.class));
        assertThat(client("/api/v1/" + token + "/attributes?clientKeys=nothing")
                        .get()
                        .getCode())
                .isEqualTo(ResponseCode.NOT_FOUND);
    }

    @Test
    void refusesStrangersAndNonsense() throws Exception {
        assertThat(post("/api/v1/nobody/telemetry", "{\"t\":1}").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(client("/api/v1/nobody/attributes").get().getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(post("/api/v1/" + token + "/telemetry", "{\"t\":").getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(post("/api/v1/" + token + "/telemetry", "").getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(post("/api/v1/" + token + "/nonsense", "{}").getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(post("/api/v1/" + token + "/rpc/x", "{}").getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(post("/api/devices", "{}").getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(client("/api/v1/" + token + "/rpc").get().getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    }

    @Test
    void takesBodiesInBlocksUpToTheLimit() throws Exception {
        String long2k = "{\"text\":\"" + "x".repeat(2_000) + "\"}";
        assertThat(post("/api/v1/" + token + "/telemetry", long2k).getCode()).isEqualTo(ResponseCode.CREATED);
        String tooLong = "{\"text\":\"" + "x".repeat(MAX_BODY) + "\"}";
        assertThat(post("/api/v1/" + token + "/telemetry", tooLong).getCode())
                .isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    }

    @Test
    void keepsNothingOfABodyBeforeItIsKnownWhoSendsIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Peer peer = new Peer()) {
                assertThat(peer.block("nobody" + i, 0, 1_024)).isEqualTo("4.01");
                assertThat(peer.block("nobody" + i, 1, 1_024)).isEqualTo("4.08");
            }
        }
    }

    @Test
    void oneDeviceHasFewBodiesUnderWay() throws Exception {
        String greedy = tokenOf(world.save(world.admin, "/api/device", Map.of("name", "Greedy")));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < UPLOADS / 1_024; i++) {
            Peer peer = new Peer();
            peers.add(peer);
            assertThat(peer.block(greedy, 0, 1_024)).isEqualTo("2.31");
        }
        try (Peer more = new Peer()) {
            assertThat(more.block(greedy, 0, 1_024)).isEqualTo("4.29");
        }
        String other = "{\"text\":\"" + "y".repeat(3_000) + "\"}";
        assertThat(post("/api/v1/" + token + "/telemetry", other).getCode()).isEqualTo(ResponseCode.CREATED);
        for (Peer peer : peers) {
            peer.close();
        }
    }

    @Test
    void aBodyGoesOnWhereItStopped() throws Exception {
        try (Peer peer = new Peer()) {
            assertThat(peer.block(token, 1, 1_024)).isEqualTo("4.08");
            assertThat(peer.block(token, 0, 1_000)).isEqualTo("4.00");
            assertThat(peer.block(token, 0, 1_024)).isEqualTo("2.31");
            assertThat(peer.block(token, 2, 1_024)).isEqualTo("4.08");
            assertThat(peer.block(token, 1, 1_024)).isEqualTo("2.31");
            assertThat(peer.block(token, 2, 1_024)).isEqualTo("2.31");
            assertThat(peer.block(token, 3, 1_024)).isEqualTo("2.31");
            assertThat(peer.block(token, 4, 1_024)).isEqualTo("4.13");
        }
    }

    /** A client that sends single blocks of a body, and shows the codes of the answers. */
    private final class Peer implements AutoCloseable {
        private final DatagramSocket socket;
        private int message;

        Peer() throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            socket.setSoTimeout(SECONDS * 1_000);
        }

        String block(String deviceToken, int number, int bytes) throws IOException {
            message++;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(new byte[] {0x41, 2, (byte) (message >> 8), (byte) message, 1});
            int before = 0;
            for (String segment : List.of("api", "v1", deviceToken, "telemetry")) {
                byte[] text = segment.getBytes(StandardCharsets.US_ASCII);
                out.write((11 - before) << 4 | Math.min(13, text.length));
                if (text.length >= 13) {
                    out.write(text.length - 13);
                }
                out.writeBytes(text);
                before = 11;
            }
            int block = number << 4 | 8 | 6;
            // Block1 is option 27, 16 after the path: 13 and 3 more.
            out.writeBytes(new byte[] {(byte) 0xd2, 3, (byte) (block >> 8), (byte) block, (byte) 0xff});
            out.writeBytes("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
            socket.send(new DatagramPacket(out.toByteArray(), out.size()));
            byte[] answer = new byte[2_000];
            do {
                socket.receive(new DatagramPacket(answer, answer.length));
            } while (answer[1] == 0);
            return (answer[1] >> 5 & 7) + "." + String.format("%02d", answer[1] & 31);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void tellsAnObserverEveryChangeInOrder() throws Exception {
        UUID listener = world.save(world.admin, "/api/device", Map.of("name", "Listener"));
        Observer observer = new Observer("/api/v1/" + tokenOf(listener) + "/attributes");
        assertThat(observer.next().getCode()).isEqualTo(ResponseCode.CONTENT);
        for (int i = 1; i <= 5; i++) {
            share(listener, Map.of("step", i));
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(observer.next().getResponseText()).isEqualTo("{\"step\":" + i + "}");
        }
        ok(world.api.delete(world.admin, "/api/plugins/telemetry/DEVICE/" + listener + "/SHARED_SCOPE?keys=step"));
        assertThat(observer.next().getResponseText()).isEqualTo("{\"deleted\":[\"step\"]}");
        ok(world.api.delete(world.admin, "/api/device/" + listener));
        assertThat(observer.next().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    }

    @Test
    void carriesCommandsAndTheirAnswers() throws Exception {
        UUID worker = world.save(world.admin, "/api/device", Map.of("name", "Worker"));
        String workerToken = tokenOf(worker);
        Observer observer = new Observer("/api/v1/" + workerToken + "/rpc");
        assertThat(observer.next().getCode()).isEqualTo(ResponseCode.CONTENT);
        CompletableFuture<TestApi.Answer> answer = CompletableFuture.supplyAsync(() -> world.api.post(
                world.admin, "/api/rpc/twoway/" + worker, "{\"method\":\"open\",\"params\":{\"door\":1}}"));
        JsonNode command = Json.read(observer.next().getResponseText(), JsonNode.class);
        assertThat(command.path("method").asText()).isEqualTo("open");
        assertThat(command.at("/params/door").asInt()).isEqualTo(1);
        assertThat(post("/api/v1/" + workerToken + "/rpc/" + command.path("id").asInt(), "{\"done\":true}")
                        .getCode())
                .isEqualTo(ResponseCode.CREATED);
        assertThat(answer.get(SECONDS, TimeUnit.SECONDS).json().path("done").asBoolean())
                .isTrue();
        observer.relation.proactiveCancel();
        CoapResponse limits =
                post("/api/v1/" + workerToken + "/rpc", "{\"method\":\"getSessionLimits\",\"params\":{}}");
        assertThat(limits.getCode()).isEqualTo(ResponseCode.CONTENT);
        assertThat(Json.read(limits.getResponseText(), JsonNode.class)
                        .path("maxPayloadSize")
                        .asInt())
                .isEqualTo(MAX_BODY);
    }

    @Test
    void endsAnObservationWhenTheTokenIsReplaced() throws Exception {
        UUID changing = world.save(world.admin, "/api/device", Map.of("name", "Changing"));
        Observer observer = new Observer("/api/v1/" + tokenOf(changing) + "/attributes");
        assertThat(observer.next().getCode()).isEqualTo(ResponseCode.CONTENT);
        var credentials =
                (com.fasterxml.jackson.databind.node.ObjectNode) read("/api/device/" + changing + "/credentials");
        credentials.put("credentialsId", "another-token");
        ok(world.api.post(world.admin, "/api/device/credentials", Json.write(credentials)));
        assertThat(observer.next().getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
    }

    @Test
    void speaksTheSchemasOfAProfile() throws Exception {
        var profile = Json.object().put("name", "binary").put("type", "DEFAULT").put("transportType", "COAP");
        profile.putObject("profileData")
                .putObject("transportConfiguration")
                .put("type", "COAP")
                .putObject("coapDeviceTypeConfiguration")
                .put("coapDeviceType", "DEFAULT")
                .putObject("transportPayloadTypeConfiguration")
                .put("transportPayloadType", "PROTOBUF")
                .put("deviceTelemetryProtoSchema", "syntax = \"proto3\"; message T { int32 t = 1; }")
                .put("deviceAttributesProtoSchema", "syntax = \"proto3\"; message A { int32 a = 1; }");
        ok(world.api.post(world.admin, "/api/deviceProfile", Json.write(profile)));
        UUID binary = world.save(world.admin, "/api/device", Map.of("name", "Binary", "type", "binary"));
        String path = "/api/v1/" + tokenOf(binary);
        assertThat(client(path + "/telemetry").post(new byte[] {8, 7}, 42).getCode())
                .isEqualTo(ResponseCode.CREATED);
        assertThat(client(path + "/attributes").post(new byte[] {8, 9}, 42).getCode())
                .isEqualTo(ResponseCode.CREATED);
        assertThat(client(path + "/telemetry").post(new byte[] {13, 7}, 42).getCode())
                .isEqualTo(ResponseCode.BAD_REQUEST);
        // client { key: "a", type: LONG_V, long_v: 9 }
        CoapResponse found = client(path + "/attributes?clientKeys=a").get();
        assertThat(found.getPayload()).isEqualTo(new byte[] {18, 7, 10, 1, 'a', 16, 1, 32, 9});
        Observer observer = new Observer(path + "/attributes");
        observer.next();
        share(binary, Map.of("b", 1));
        assertThat(observer.next().getPayload()).isEqualTo(new byte[] {10, 7, 10, 1, 'b', 16, 1, 32, 1});
        assertThat(read("/api/plugins/telemetry/DEVICE/" + binary + "/values/timeseries?keys=t")
                        .at("/t/0/value")
                        .asText())
                .isEqualTo("7");
    }

    @Test
    void saysWhyItDoesNotProvision() throws Exception {
        CoapResponse refused = post(
                "/api/v1/provision",
                "{\"deviceName\":\"x\",\"provisionDeviceKey\":\"k\",\"provisionDeviceSecret\":\"s\"}");
        assertThat(refused.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(refused.getResponseText()).contains("NOT_FOUND");
        CoapResponse wrong = post("/api/v1/provision", "{\"deviceName\":\"x\",\"password\":[\"p\"]}");
        assertThat(wrong.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(wrong.getResponseText()).contains("'password'");
    }

    private CoapClient client(String path) {
        CoapClient client = new CoapClient(URI.create("coap://127.0.0.1:" + port + path));
        client.setEndpoint(clients);
        client.setTimeout(TimeUnit.SECONDS.toMillis(SECONDS));
        return client;
    }

    private CoapResponse post(String path, String body) throws Exception {
        return client(path).post(body.getBytes(StandardCharsets.UTF_8), JSON);
    }

    /** What an observation was told, first answer included. */
    private final class Observer implements CoapHandler {
        private final BlockingQueue<CoapResponse> told = new LinkedBlockingQueue<>();
        private final CoapObserveRelation relation;

        Observer(String path) {
            relation = client(path).observe(this);
        }

        CoapResponse next() throws InterruptedException {
            CoapResponse response = told.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(response).as("a notification").isNotNull();
            return response;
        }

        @Override
        public void onLoad(CoapResponse response) {
            told.add(response);
        }

        @Override
        public void onError() {
            // The next wait for a notification tells.
        }
    }

    private String tokenOf(UUID id) {
        return read("/api/device/" + id + "/credentials").path("credentialsId").asText();
    }

    private void share(Map<String, ?> values) {
        share(device, values);
    }

    private void share(UUID id, Map<String, ?> values) {
        ok(world.api.post(world.admin, "/api/plugins/telemetry/DEVICE/" + id + "/SHARED_SCOPE", Json.write(values)));
    }

    private JsonNode read(String path) {
        return ok(world.api.get(world.admin, path)).json();
    }

    private static TestApi.Answer ok(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }
}
