package io.atrium.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.RecordingLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Commands from the REST call to the device and back (device-data-api 7.4). */
final class CommandApiTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final Commands COMMANDS = WORLD.commands.commands();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device?accessToken=t-" + name, Map.of("name", name));
    }

    private static DeviceSession session(String name) {
        return INGEST.byToken("t-" + name).orElseThrow();
    }

    private static OpenLink listen(String name, RecordingLink link) {
        OpenLink open = INGEST.links().open(session(name), DeviceTransport.MQTT, Manner.EXCLUSIVE, link);
        open.subscribeCommands();
        return open;
    }

    private static CompletableFuture<Answer> call(String path, UUID device, String body) {
        return CompletableFuture.supplyAsync(
                () -> WORLD.api.post(WORLD.admin, path + device, body), Thread::startVirtualThread);
    }

    private static Answer done(CompletableFuture<Answer> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void reply(String name, int id, String text) {
        INGEST.commandReply(session(name), id, text.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }

    /** Moves the clock until an answer is there, as the clockwork of a server would. */
    private static Answer expired(CompletableFuture<Answer> answer) {
        await(() -> {
            CLOCK.advance(Duration.ofSeconds(1));
            COMMANDS.expire();
            return answer.isDone();
        });
        return done(answer);
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

    @Test
    void twoWayCallGetsTheDevicesAnswer() {
        UUID device = device("two");
        RecordingLink link = new RecordingLink();
        listen("two", link);
        CompletableFuture<Answer> first =
                call("/api/rpc/twoway/", device, "{\"method\":\"get\",\"params\":{\"pin\":1}}");
        DeviceCommand command = link.nextCommand();
        assertThat(command.json().toString()).isEqualTo("{\"method\":\"get\",\"params\":{\"pin\":1}}");
        assertThat(command.id()).isZero();
        reply("two", 99, "{\"wrong\":true}");
        reply("two", 0, "{\"value\":5}");
        assertThat(done(first).text()).isEqualTo("{\"value\":5}");

        CompletableFuture<Answer> second = call("/api/plugins/rpc/twoway/", device, "{\"method\":\"x\"}");
        command = link.nextCommand();
        assertThat(command.id()).isEqualTo(1);
        reply("two", 1, "no json");
        assertThat(done(second).status()).isEqualTo(406);
    }

    @Test
    void oneWayCallEndsWhenTheDeviceHasIt() {
        UUID device = device("one");
        RecordingLink link = new RecordingLink();
        OpenLink open = listen("one", link);
        CompletableFuture<Answer> answer = call("/api/rpc/oneway/", device, "{\"method\":\"on\"}");
        DeviceCommand command = link.nextCommand();
        assertThat(answer).isNotDone();
        open.delivered(command.id());
        assertThat(done(answer)).satisfies(ok -> {
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.text()).isEmpty();
        });
    }

    @Test
    void waitsForTheDeviceToListenAndKeepsTheOrder() {
        UUID device = device("late");
        CompletableFuture<Answer> first = call("/api/rpc/twoway/", device, "{\"method\":\"a\"}");
        await(() -> COMMANDS.waiting() == 1);
        CompletableFuture<Answer> second = call("/api/rpc/twoway/", device, "{\"method\":\"b\"}");
        await(() -> COMMANDS.waiting() == 2);
        RecordingLink link = new RecordingLink();
        listen("late", link);
        DeviceCommand a = link.nextCommand();
        DeviceCommand b = link.nextCommand();
        assertThat(a.method() + b.method()).isEqualTo("ab");
        reply("late", b.id(), "2");
        reply("late", a.id(), "1");
        assertThat(done(first).text() + done(second).text()).isEqualTo("12");
    }

    @Test
    void tellsAwayFromSilentOnTheOldRoutesOnly() {
        UUID device = device("away");
        assertThat(expired(call("/api/rpc/twoway/", device, "{\"method\":\"x\"}"))
                        .status())
                .isEqualTo(504);
        assertThat(expired(call("/api/plugins/rpc/oneway/", device, "{\"method\":\"x\"}"))
                        .status())
                .isEqualTo(409);
        RecordingLink link = new RecordingLink();
        listen("away", link);
        CompletableFuture<Answer> silent = call("/api/plugins/rpc/twoway/", device, "{\"method\":\"x\"}");
        DeviceCommand command = link.nextCommand();
        assertThat(expired(silent).status()).isEqualTo(408);
        reply("away", command.id(), "{}");
        CompletableFuture<Answer> newer = call("/api/rpc/twoway/", device, "{\"method\":\"x\"}");
        link.nextCommand();
        assertThat(expired(newer).status()).isEqualTo(504);
    }

    @Test
    void refusesBadBodiesByName() {
        UUID device = device("bad");
        for (String body : new String[] {
            "{}",
            "{\"method\":7}",
            "{\"method\":\"x\",\"timeout\":\"soon\"}",
            "{\"method\":\"x\",\"retries\":-1}",
            "[]",
            ""
        }) {
            assertThat(WORLD.api
                            .post(WORLD.admin, "/api/rpc/oneway/" + device, body)
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        Answer large = WORLD.api.post(
                WORLD.admin,
                "/api/rpc/oneway/" + device,
                "{\"method\":\"x\",\"params\":\"" + "y".repeat(70_000) + "\"}");
        assertThat(large.text()).contains("ATRIUM_RPC_MAX_REQUEST is 65536");
    }

    @Test
    void onlyWhoMayCallSends() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Callers");
        UUID device = device("guarded");
        Actor stranger = WORLD.newUser(WORLD.tenant, customer, "s@callers.example", DefaultGroups.CUSTOMER_USERS);
        assertThat(WORLD.api
                        .post(stranger, "/api/rpc/twoway/" + device, "{\"method\":\"x\"}")
                        .status())
                .isEqualTo(404);
        String share = "{\"entity\":{\"entityType\":\"DEVICE\",\"id\":\"" + device
                + "\"},\"receiver\":{\"entityType\":\"USER\",\"id\":\"" + stranger.userId()
                + "\"},\"readElseWrite\":true}";
        assertThat(WORLD.api.post(WORLD.admin, "/api/access/share", share).status())
                .isEqualTo(200);
        assertThat(WORLD.api
                        .post(stranger, "/api/rpc/twoway/" + device, "{\"method\":\"x\"}")
                        .status())
                .as("a reader may look, not push buttons")
                .isEqualTo(403);
    }

    @Test
    void anAnswerReachesNobodyWhoseRightHasEnded() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Leavers");
        UUID device = device("left");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        Actor user = WORLD.newUser(WORLD.tenant, customer, "l@leavers.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        RecordingLink link = new RecordingLink();
        listen("left", link);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> WORLD.api.post(user, "/api/rpc/twoway/" + device, "{\"method\":\"x\"}"),
                Thread::startVirtualThread);
        DeviceCommand command = link.nextCommand();
        WORLD.api.post(WORLD.admin, "/api/owner/TENANT/" + WORLD.tenant + "/DEVICE/" + device, "");
        reply("left", command.id(), "{\"secret\":1}");
        assertThat(done(answer).status()).isEqualTo(404);
        assertThat(answer.join().text()).doesNotContain("secret");
    }

    @Test
    void aWaitEndsWithinASecondOfTheRightToIt() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Waiters");
        UUID device = device("silent");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        Actor user = WORLD.newUser(WORLD.tenant, customer, "w@waiters.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        RecordingLink link = new RecordingLink();
        listen("silent", link);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> WORLD.api.post(user, "/api/rpc/twoway/" + device, "{\"method\":\"x\",\"timeout\":60000}"),
                Thread::startVirtualThread);
        link.nextCommand();
        WORLD.api.post(WORLD.admin, "/api/owner/TENANT/" + WORLD.tenant + "/DEVICE/" + device, "");
        long ended = System.nanoTime();
        assertThat(done(answer).status()).isEqualTo(404);
        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aDeletedDevicesCallsEnd() {
        UUID device = device("deleted");
        CompletableFuture<Answer> answer = call("/api/rpc/twoway/", device, "{\"method\":\"x\"}");
        await(() -> COMMANDS.waiting() == 1);
        WORLD.api.delete(WORLD.admin, "/api/device/" + device);
        assertThat(done(answer).status()).isEqualTo(404);
        assertThat(COMMANDS.waiting()).isZero();
    }

    @Test
    void oneTenantWaitsForItsPartOfTenThousandAndNotOneMore() {
        try (Commands many =
                new Commands(WORLD.platform, TestWorld.settings(CommandConfig.class), WORLD.people::present)) {
            var request = new Commands.Request(
                    WORLD.admin,
                    "x",
                    Json.object(),
                    false,
                    Duration.ofMinutes(5).toMillis());
            List<UUID> devices =
                    IntStream.range(0, 38).mapToObj(i -> device("many" + i)).toList();
            List<CompletableFuture<Outcome>> waits = new ArrayList<>();
            for (UUID device : devices.subList(0, 37)) {
                for (int i = 0; i < 100; i++) {
                    waits.add(many.call(WORLD.tenant, device, request));
                }
            }
            assertThatThrownBy(() -> many.call(WORLD.tenant, devices.getFirst(), request))
                    .hasMessageContaining("ATRIUM_RPC_MAX_WAITING_PER_DEVICE is 100");
            for (int i = 0; i < 50; i++) {
                waits.add(many.call(WORLD.tenant, devices.get(37), request));
            }
            assertThatThrownBy(() -> many.call(WORLD.tenant, devices.get(37), request))
                    .hasMessageContaining("ATRIUM_RPC_MAX_WAITING is 10000");
            CLOCK.advance(Duration.ofMinutes(5));
            many.expire();
            assertThat(waits).allSatisfy(wait -> assertThat(wait).isCompletedWithValue(new Outcome.NotConnected()));
            assertThat(many.waiting()).isZero();
            waits.add(many.call(WORLD.tenant, devices.get(37), request));
            assertThat(waits.getLast()).isNotDone();
        }
    }

    // ---- persistent --------------------------------------------------------------------------------------------

    private static UUID persist(UUID device, String direction, String more) {
        Answer answer = WORLD.api.post(
                WORLD.admin,
                "/api/rpc/" + direction + "/" + device,
                "{\"method\":\"p\",\"persistent\":true" + more + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return UUID.fromString(answer.json().path("rpcId").asText());
    }

    private static JsonNode rpc(UUID id) {
        return WORLD.api.get(WORLD.admin, "/api/rpc/persistent/" + id).json();
    }

    private static void awaitStatus(UUID id, String status) {
        await(() -> rpc(id).path("status").asText().equals(status));
    }

    @Test
    void aPersistentCallToADeviceThatIsDeletedMeanwhileIsNotFound() {
        UUID gone = device("deleted-meanwhile");
        // As between the commit of the deletion and the moment when memory hears of it.
        WORLD.database.transaction(sql -> sql.execute("delete from entity where id = ?", gone));
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/rpc/oneway/" + gone, "{\"method\":\"p\",\"persistent\":true}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPersistentCallGoesThroughItsStates() {
        UUID device = device("kept");
        UUID id = persist(device, "twoway", ",\"expirationTime\":" + (CLOCK.millis() + 9_000_000_000L));
        assertThat(rpc(id).path("status").asText()).isEqualTo("QUEUED");
        assertThat(rpc(id).at("/deviceId/id").asText()).isEqualTo(device.toString());
        assertThat(rpc(id).at("/request/body/method").asText()).isEqualTo("p");
        RecordingLink link = new RecordingLink();
        OpenLink open = listen("kept", link);
        DeviceCommand command = link.nextCommand();
        awaitStatus(id, "SENT");
        open.delivered(command.id());
        awaitStatus(id, "DELIVERED");
        reply("kept", command.id(), "{\"ok\":1}");
        awaitStatus(id, "SUCCESSFUL");
        assertThat(rpc(id).path("response").toString()).isEqualTo("{\"ok\":1}");
        UUID oneway = persist(device, "oneway", "");
        open.delivered(link.nextCommand().id());
        awaitStatus(oneway, "SUCCESSFUL");
        JsonNode page = WORLD.api
                .get(WORLD.admin, "/api/rpc/persistent/device/" + device + "?pageSize=10&page=0&rpcStatus=SUCCESSFUL")
                .json();
        assertThat(page.path("totalElements").asInt()).isEqualTo(2);
        assertThat(page.at("/data/0/id/id").asText()).as("newest first").isEqualTo(oneway.toString());
        assertThat(WORLD.api.delete(WORLD.admin, "/api/rpc/persistent/" + id).status())
                .isEqualTo(200);
        assertThat(rpc(id).path("status").asInt()).isEqualTo(404);
    }

    @Test
    void anUnacknowledgedPersistentCallIsSentAgainAsOftenAsAsked() {
        UUID device = device("retried");
        RecordingLink link = new RecordingLink();
        OpenLink open = listen("retried", link);
        UUID id = persist(device, "oneway", ",\"retries\":1,\"expirationTime\":" + (CLOCK.millis() + 9_000_000_000L));
        open.undelivered(link.nextCommand().id());
        link.nextCommand();
        awaitStatus(id, "SENT");
        CLOCK.advance(Duration.ofSeconds(11));
        COMMANDS.expire();
        awaitStatus(id, "TIMEOUT");
        assertThat(link.hasNoCommand()).isTrue();
    }

    @Test
    void aPersistentCallExpires() {
        UUID device = device("expires");
        UUID id = persist(device, "twoway", "");
        CLOCK.advance(Duration.ofSeconds(11));
        COMMANDS.persistent().expire();
        awaitStatus(id, "EXPIRED");
        RecordingLink link = new RecordingLink();
        listen("expires", link);
        UUID newer = persist(device, "oneway", "");
        link.nextCommand();
        awaitStatus(newer, "SENT");
        assertThat(link.hasNoCommand()).isTrue();
    }

    @Test
    void aPersistentCallOutlivesTheServer() {
        UUID device = device("restarted");
        RecordingLink link = new RecordingLink();
        listen("restarted", link);
        UUID id = persist(device, "oneway", ",\"expirationTime\":" + (CLOCK.millis() + 9_000_000_000L));
        link.nextCommand();
        awaitStatus(id, "SENT");
        Commands again = new Commands(WORLD.platform, TestWorld.settings(CommandConfig.class), WORLD.people::present);
        assertThat(rpc(id).path("status").asText()).isEqualTo("QUEUED");
        CompletableFuture<Command> sent = new CompletableFuture<>();
        again.reachThrough(sent::complete);
        again.listens(WORLD.tenant, device);
        assertThat(sent.orTimeout(20, TimeUnit.SECONDS).join().method()).isEqualTo("p");
        again.delivered(device, sent.join().id());
        awaitStatus(id, "SUCCESSFUL");
        again.close();
    }
}
