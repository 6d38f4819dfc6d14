package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.base.Json;
import io.atrium.entity.KeyScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each cause that ends access, while every live channel streams: the last foreign value comes at most a second later, then
 * there is silence, and the client is told. What was measured goes to {@code target/revocation.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RevocationTest {

    private static final long LIMIT_NANOS = Duration.ofSeconds(1).toNanos();
    /** Values of foreign devices, which begin with five digits that no other value begins with. */
    private static final long FIRST_FOREIGN = 1_000_000_000;

    private static final String FOREIGN = "\"10000";
    private static final List<Integer> CHANNELS = List.of(1, 2, 3, 4, 5, 6, 7);

    private final Map<String, String> figures = new LinkedHashMap<>();
    private LiveServer server;
    private HandClock clock;
    private int cases;
    private long ticks;

    @BeforeAll
    void open() {
        clock = new HandClock();
        server = new LiveServer(clock, Map.of("ATRIUM_WS_UPDATE_RATE", "50"));
    }

    @AfterAll
    void close() throws IOException {
        List<String> lines = new ArrayList<>(List.of("cause: last foreign value / told, after the change was done"));
        figures.forEach((cause, line) -> lines.add(cause + ": " + line));
        Files.write(Path.of("target", "revocation.txt"), lines);
        server.close();
    }

    @Test
    void anEndedShare() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).shared();
        losesTheDevice("share ended", stream, s -> server.unshare(s.grant));
    }

    @Test
    void aShareWhoseTimeIsOver() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).sharedUntil(Duration.ofMinutes(3));
        losesTheDevice("share until", stream, s -> clock.advance(Duration.ofMinutes(3)));
    }

    @Test
    void aDeviceThatLeavesASharedGroup() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).inSharedGroup();
        losesTheDevice(
                "group membership",
                stream,
                s -> s.post(
                        server.world.admin,
                        "/api/entityGroup/" + s.group + "/deleteEntities",
                        Json.write(List.of(s.foreign.id()))));
    }

    @Test
    void aDeletedGroup() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).inSharedGroup();
        losesTheDevice(
                "group deleted",
                stream,
                s -> server.ok(server.world.api.delete(server.world.admin, "/api/entityGroup/" + s.group)));
    }

    @Test
    void aDeviceWithANewOwner() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).shared();
        losesTheDevice(
                "owner of entity",
                stream,
                s -> s.post(
                        server.world.admin,
                        "/api/owner/TENANT/" + server.world.tenant + "/DEVICE/" + s.foreign.id(),
                        ""));
    }

    @Test
    void aDeletedDevice() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).shared();
        losesTheDevice(
                "entity deleted",
                stream,
                s -> server.ok(server.world.api.delete(server.world.admin, "/api/device/" + s.foreign.id())));
    }

    @Test
    void aRoleThatLosesItsPermissions() {
        RevokedStream stream = new RevokedStream(server, clock, cases++);
        UUID role = server.world.save(
                server.world.admin,
                "/api/role",
                RevokedStream.role(cases, null, "READ", "READ_TELEMETRY", "READ_ATTRIBUTES"));
        stream.post(
                server.world.admin,
                "/api/access/share",
                Map.of(
                        "entity", Map.of("entityType", "DEVICE", "id", stream.foreign.id()),
                        "receiver", RevokedStream.customer(server.customerA),
                        "roleIds", List.of(Map.of("entityType", "ROLE", "id", role))));
        losesTheDevice(
                "role changed",
                stream,
                s -> s.post(server.world.admin, "/api/role", RevokedStream.role(cases, role, "WRITE")));
    }

    @Test
    void aShareThatRestsOnAnEndedOne() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).passedOn(Long.MAX_VALUE);
        losesTheDevice("parent of a passed-on share", stream, s -> server.unshare(s.grant));
    }

    @Test
    void aShareThatRestsOnOneWhoseTimeIsOver() {
        long until = clock.millis() + Duration.ofMinutes(3).toMillis();
        RevokedStream stream = new RevokedStream(server, clock, cases++).passedOn(until);
        losesTheDevice("until of the parent", stream, s -> clock.advance(Duration.ofMinutes(3)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPublicGroupThatNobodyAnswersForAnyMore(boolean isGone) {
        RevokedStream stream = new RevokedStream(server, clock, cases++);
        UUID publisher = stream.published().userId();
        losesTheDevice(isGone ? "publisher gone" : "publisher off", stream, s -> s.end(publisher, isGone));
    }

    @Test
    void aShareOfAUserWhoIsSwitchedOff() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).passedOn(Long.MAX_VALUE);
        losesTheDevice("giver switched off", stream, s -> s.end(s.giver, false));
    }

    private void losesTheDevice(String cause, RevokedStream stream, Consumer<RevokedStream> revoke) {
        LiveClient client = server.client(stream.token);
        subscribe(client, stream);
        long done = revokeWhileWriting(client, stream, revoke);
        Map<Integer, Boolean> told = new LinkedHashMap<>();
        long toldAt = 0;
        while (told.size() < CHANNELS.size()) {
            JsonNode frame = client.next(each -> stream.isEnd(each));
            told.put(LiveClient.id(frame), true);
            toldAt = client.lastFrameAt();
        }
        long foreignAt = silence(client, stream);
        note(cause, done, foreignAt, toldAt);
        client.close();
    }

    @Test
    void aLogOut() {
        endsTheSession("log-out", s -> s.post(s.self(), "/api/auth/logout", ""));
    }

    @Test
    void aNewPassword() {
        endsTheSession(
                "password changed",
                s -> s.post(
                        s.self(),
                        "/api/auth/changePassword",
                        Map.of("currentPassword", LiveServer.PASSWORD, "newPassword", "another-secret-8")));
    }

    @Test
    void aDisabledUser() {
        endsTheSession("user disabled", s -> s.end(s.user.userId(), false));
    }

    @Test
    void aDeletedUser() {
        endsTheSession("user deleted", s -> s.end(s.user.userId(), true));
    }

    @Test
    void aMovedUser() {
        endsTheSession(
                "user moved",
                s -> s.post(
                        server.world.admin,
                        "/api/owner/CUSTOMER/" + server.customerA1 + "/USER/" + s.user.userId(),
                        ""));
    }

    @Test
    void anExpiredToken() {
        endsTheSession("token expired", s -> clock.advance(Duration.ofMinutes(150)));
    }

    @Test
    void aSwitchedOffApiKey() {
        RevokedStream stream = new RevokedStream(server, clock, cases++).shared();
        JsonNode key = server.ok(server.world.api.post(
                        stream.self(),
                        "/api/apiKey",
                        Json.write(Map.of(
                                "description",
                                "live",
                                "userId",
                                Map.of("entityType", "USER", "id", stream.user.userId())))))
                .json();
        LiveClient client = server.anonymous();
        client.send(
                "{\"authCmd\":{\"cmdId\":0,\"apiKey\":\"" + key.path("value").asText() + "\"}}");
        endsTheLine(
                "API key off",
                client,
                stream,
                s -> server.ok(server.world.api.call(
                        server.world.admin,
                        "PUT",
                        "/api/apiKey/" + key.at("/id/id").asText() + "/enabled/false",
                        "")));
    }

    private void endsTheSession(String cause, Consumer<RevokedStream> revoke) {
        RevokedStream stream = new RevokedStream(server, clock, cases++).shared();
        endsTheLine(cause, server.client(stream.token), stream, revoke);
    }

    private void endsTheLine(String cause, LiveClient client, RevokedStream stream, Consumer<RevokedStream> revoke) {
        subscribe(client, stream);
        long done = revokeWhileWriting(client, stream, revoke);
        assertThat(client.closed()).startsWith("1008 Access ended");
        note(cause, done, client.lastFrameAt(), client.closedAt());
        client.close();
    }

    private void subscribe(LiveClient client, RevokedStream stream) {
        client.commands(stream.commands());
        for (JsonNode frame : client.settled()) {
            assertThat(frame.path("errorCode").asInt()).as(frame.toString()).isZero();
        }
        tick(stream);
        Set<Integer> silent = new TreeSet<>(List.of(1, 2, 3, 4, 5, 6));
        while (!silent.isEmpty()) {
            silent.remove(LiveClient.id(client.next()));
        }
    }

    /** Gives back when the change was done. */
    private long revokeWhileWriting(LiveClient client, RevokedStream stream, Consumer<RevokedStream> revoke) {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                tick(stream);
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        });
        long start = System.nanoTime();
        assertThat(LiveClient.holdsWithin(Duration.ofSeconds(10), () -> client.lastFrameAt() > start))
                .isTrue();
        revoke.accept(stream);
        long done = System.nanoTime();
        assertThat(LiveClient.holdsWithin(Duration.ofSeconds(2), () -> System.nanoTime() - done > LIMIT_NANOS))
                .isTrue();
        stop.set(true);
        writer.join();
        return done;
    }

    /** Writes to the foreign device what it may hold; a deleted one takes nothing. */
    private void tick(RevokedStream stream) {
        long n = ++ticks;
        try {
            server.store(stream.foreign, "t", clock.millis() - 50_000 + n % 10_000, FIRST_FOREIGN + n);
            server.attribute(stream.foreign, KeyScope.SERVER_SCOPE, "a", "x" + n);
        } catch (io.atrium.base.Problem | io.atrium.db.ConstraintViolation gone) {
            assertThat(gone).isNotNull();
        }
    }

    /** Nothing foreign comes any more; the moment of the last foreign value. */
    private long silence(LiveClient client, RevokedStream stream) {
        tick(stream);
        server.store(stream.own, "t", clock.millis(), 7);
        JsonNode[] foreign = new JsonNode[1];
        client.next(frame -> {
            if (isForeign(frame, stream)) {
                foreign[0] = frame;
            }
            return LiveClient.id(frame) == 20
                    && frame.at("/data/t/0/1").asText().equals("7");
        });
        client.settled().forEach(frame -> assertThat(isForeign(frame, stream)).isFalse());
        assertThat(foreign[0]).isNull();
        return client.lastForeignAt(frame -> isForeign(frame, stream));
    }

    private static boolean isForeign(JsonNode frame, RevokedStream stream) {
        String text = frame.toString();
        return text.contains(FOREIGN) || text.contains(stream.foreign.id().toString());
    }

    private void note(String cause, long doneAt, long lastValueAt, long toldAt) {
        long value = lastValueAt - doneAt;
        long told = toldAt - doneAt;
        figures.put(cause, millis(value) + " ms / " + millis(told) + " ms");
        assertThat(value).as(cause + ": last foreign value").isLessThan(LIMIT_NANOS);
        assertThat(told).as(cause + ": told").isLessThan(LIMIT_NANOS);
    }

    private static long millis(long nanos) {
        return Math.max(0, nanos / 1_000_000);
    }

    @Test
    void aNewShareShowsUpInDynamicQueries() {
        RevokedStream stream = new RevokedStream(server, clock, cases++);
        LiveClient client = server.client(stream.token);
        client.commands(
                Commands.data(1, true, Commands.latest("TIME_SERIES:t"), stream.foreign),
                Commands.count(2, stream.foreign),
                Commands.data(3, false, "", stream.foreign));
        client.settled();
        stream.shared();
        long done = System.nanoTime();
        JsonNode page = client.next(1);
        assertThat(page.at("/data/data/0/entityId/id").asText())
                .isEqualTo(stream.foreign.id().toString());
        assertThat(client.next(2).path("count").asInt()).isEqualTo(1);
        long shown = client.lastFrameAt() - done;
        figures.put("new share shown", millis(shown) + " ms");
        assertThat(shown).isLessThan(LIMIT_NANOS);
        tick(stream);
        assertThat(client.next(1).at("/update/0/latest/TIME_SERIES/t/value").asText())
                .startsWith("10000");
        assertThat(client.settled()).noneMatch(frame -> LiveClient.id(frame) == 3);
        client.close();
    }

    @Test
    void aLostRightOnValuesLeavesTheEntityAndBlanksItsValues() {
        RevokedStream stream = new RevokedStream(server, clock, cases++);
        UUID role = server.world.save(
                server.world.admin, "/api/role", RevokedStream.role(cases, null, "READ", "READ_TELEMETRY"));
        stream.post(
                server.world.admin,
                "/api/access/share",
                Map.of(
                        "entity", Map.of("entityType", "DEVICE", "id", stream.foreign.id()),
                        "receiver", RevokedStream.customer(server.customerA),
                        "roleIds", List.of(Map.of("entityType", "ROLE", "id", role))));
        tick(stream);
        LiveClient client = server.client(stream.token);
        client.commands(
                Commands.data(1, false, Commands.latest("TIME_SERIES:t", "ATTRIBUTE:a"), stream.foreign),
                Commands.series(2, stream.foreign.id(), ",\"keys\":\"t\""),
                Commands.attributes(3, stream.foreign.id(), ""));
        JsonNode row = client.next(1).at("/data/data/0");
        assertThat(row.at("/latest/TIME_SERIES/t/value").asText()).startsWith("10000");
        assertThat(row.at("/latest/ATTRIBUTE/a/value").asText()).isEmpty();
        assertThat(client.next(2).path("errorCode").asInt()).isZero();
        assertThat(client.next(3).path("errorCode").asInt()).isEqualTo(3);
        stream.post(server.world.admin, "/api/role", RevokedStream.role(cases, role, "READ"));
        assertThat(client.next(2).path("errorCode").asInt()).isEqualTo(3);
        client.commands("{\"type\":\"ENTITY_DATA\",\"cmdId\":1" + Commands.latest("TIME_SERIES:t") + "}");
        client.next(frame -> LiveClient.id(frame) == 1
                && frame.toString().contains("\"readTs\":false")
                && frame.toString().contains("\"t\":{\"ts\":0,\"value\":\"\"}"));
        client.close();
    }
}
