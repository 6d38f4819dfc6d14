package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Value;
import io.atrium.http.TestEdge;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.RecordingLink;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that waits for a device ends with the log-in that it was made with. */
final class WaitingCallTest {

    private final PeopleWorld people = new PeopleWorld();
    private final TestEdge edge =
            new TestEdge(people.world.routes.all(), people.world.people.authenticator(), people.clock);
    private final DeviceGateway gateway = people.world.ingest.gateway();
    private final RecordingLink link = new RecordingLink();
    private UUID device = new UUID(0, 0);
    private String token = "";

    @BeforeEach
    void open() {
        device = people.world.save(people.admin, "/api/device?accessToken=t-waiting", Map.of("name", "Waiting"));
        OpenLink open = gateway.links()
                .open(gateway.byToken("t-waiting").orElseThrow(), DeviceTransport.MQTT, Manner.EXCLUSIVE, link);
        open.subscribeCommands();
        token = people.world
                .login(people.admin.userName(), PASSWORD)
                .path("token")
                .asText();
    }

    @AfterEach
    void close() {
        edge.close();
        people.close();
    }

    private CompletableFuture<HttpResponse<String>> waiting(String credentials) {
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                () -> edge.call(
                        "POST",
                        "/api/rpc/twoway/" + device,
                        "{\"method\":\"x\",\"timeout\":60000}".getBytes(StandardCharsets.UTF_8),
                        Map.of("X-Authorization", credentials)),
                Thread::startVirtualThread);
        assertThat(link.nextCommand().method()).isEqualTo("x");
        return answer;
    }

    private static void endsUnauthorised(CompletableFuture<HttpResponse<String>> answer) {
        long ended = System.nanoTime();
        assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().statusCode()).isEqualTo(401);
        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aLogOutEndsIt() {
        CompletableFuture<HttpResponse<String>> answer = waiting("Bearer " + token);
        PeopleWorld.ok(people.post(people.world.caller(token), "/api/auth/logout", ""));
        endsUnauthorised(answer);
    }

    @Test
    void aLockedAccountEndsIt() {
        CompletableFuture<HttpResponse<String>> answer = waiting("Bearer " + token);
        PeopleWorld.ok(people.post(
                io.atrium.app.TestWorld.SYSTEM,
                "/api/user/" + people.admin.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false",
                ""));
        endsUnauthorised(answer);
    }

    @Test
    void anApiKeyThatIsSwitchedOffEndsIt() {
        var key = PeopleWorld.ok(people.post(
                people.world.caller(token),
                "/api/apiKey",
                Map.of("description", "waits", "userId", Map.of("entityType", "USER", "id", people.admin.userId()))));
        CompletableFuture<HttpResponse<String>> answer =
                waiting("ApiKey " + key.path("value").asText());
        PeopleWorld.ok(people.world.api.call(
                people.world.caller(token),
                "PUT",
                "/api/apiKey/" + key.at("/id/id").asText() + "/enabled/false",
                ""));
        endsUnauthorised(answer);
    }

    @Test
    void anAnswerThatComesAfterTheEndIsNotHandedOut() {
        CompletableFuture<HttpResponse<String>> answer = waiting("Bearer " + token);
        people.clock.advance(Duration.ofMinutes(151));
        gateway.commandReply(
                        gateway.byToken("t-waiting").orElseThrow(),
                        0,
                        "{\"secret\":1}".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
        HttpResponse<String> refused = answer.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain("secret");
    }

    @Test
    void anExportEndsWithTheLogInWhileItIsSent() throws IOException {
        int points = 190_000;
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            readings.add(new Reading(i + 1, "t", Value.of(i)));
        }
        var directory = people.world.platform.directories().of(people.world.tenant);
        Telemetry.await(people.world
                .telemetry
                .telemetry()
                .write(directory, directory.find(device).orElseThrow(), readings));
        InputStream export = edge.open(
                        "/api/telemetry/export/DEVICE/" + device + "?keys=t&startTs=0&endTs=" + (points + 1),
                        Map.of("X-Authorization", "Bearer " + token))
                .body();
        assertThat(export.readNBytes(9)).asString(StandardCharsets.UTF_8).isEqualTo("timestamp");
        PeopleWorld.ok(people.post(people.world.caller(token), "/api/auth/logout", ""));
        // An answer that is cut off is no whole answer: the client is told by the end of the connection.
        assertThatThrownBy(export::readAllBytes).isInstanceOf(IOException.class);
    }
}
