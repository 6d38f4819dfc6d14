package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.entity.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that take less than they are given: what waits is bounded, melts together, and they are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private LiveServer server;
    private String token;

    /** A line whose client reads when the test says so. */
    private static final class Hose implements Outlet {
        private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
        private volatile boolean full;
        private volatile int queued;
        private volatile String closed = "";

        @Override
        public void send(String frame, Runnable sent) {
            sent.run();
            frames.add(Json.read(frame, JsonNode.class));
        }

        @Override
        public int queued() {
            return queued;
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(int code, String reason) {
            closed = code + " " + reason;
        }

        void await(int count) {
            assertThat(LiveClient.holdsWithin(LIMIT, () -> frames.size() >= count))
                    .as(frames.toString())
                    .isTrue();
        }
    }

    @BeforeAll
    void open() {
        server = new LiveServer(
                java.time.InstantSource.system(),
                Map.of(
                        "ATRIUM_WS_UPDATE_RATE", "4",
                        "ATRIUM_WS_MAX_PENDING", "8KB",
                        "ATRIUM_WS_MAX_STALL", "3s",
                        "ATRIUM_WS_MAX_QUEUE", "5"));
        token = server.token(server.emma);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private LiveSession session(Hose hose) {
        LiveSession session = server.world.live.open(hose, false);
        session.authenticate("Bearer " + token);
        return session;
    }

    private static void command(LiveSession session, String command) {
        session.receive("{\"cmds\":[" + command + "]}").join();
    }

    @Test
    void atMostFourFramesASecondAndEveryPointInThem() {
        Entry device = server.device("Busy", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        command(session, Commands.series(1, device.id(), ",\"keys\":\"n\""));
        long start = System.nanoTime();
        long first = server.world.platform.clock().millis() - 50_000;
        int points = 0;
        while (System.nanoTime() - start < Duration.ofMillis(1_200).toNanos()) {
            if (points < 100) {
                server.store(device, "n", first + points, points);
                points++;
            }
        }
        int sent = points;
        assertThat(LiveClient.holdsWithin(
                        LIMIT,
                        () -> hose.frames.stream()
                                        .mapToInt(f -> f.at("/data/n").size())
                                        .sum()
                                >= sent))
                .isTrue();
        long seconds = (System.nanoTime() - start) / 1_000_000;
        assertThat(hose.frames.size() - 1).isLessThanOrEqualTo((int) (seconds / 250 + 2));
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void latestValuesAndPointsOfOneMomentAreOneFrame() {
        Entry device = server.device("Both", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        long now = server.world.platform.clock().millis();
        command(
                session,
                Commands.data(
                        1, false, Commands.latest("TIME_SERIES:n") + Commands.ts("n", now - 10_000, 60_000), device));
        hose.await(1);
        server.store(device, "n", now, 7);
        hose.await(2);
        JsonNode update = hose.frames.get(1).at("/update/0");
        assertThat(update.at("/latest/TIME_SERIES/n/value").asText()).isEqualTo("7");
        assertThat(update.at("/timeseries/n/0/value").asText()).isEqualTo("7");
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void aSumThatIsNotWorkedOutForEachPointHoldsThemAllInTheEnd() {
        Entry device = server.device("Summed", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        long now = server.world.platform.clock().millis();
        command(
                session,
                Commands.data(
                        1,
                        false,
                        ",\"aggTsCmd\":{\"keys\":[{\"id\":1,\"key\":\"n\",\"agg\":\"SUM\"}],\"startTs\":"
                                + (now - 60_000) + ",\"timeWindow\":600000}",
                        device));
        hose.await(1);
        for (int i = 1; i <= 100; i++) {
            server.store(device, "n", now + i, 1);
        }
        assertThat(LiveClient.holdsWithin(LIMIT, () -> hose.frames
                        .getLast()
                        .at("/update/0/aggLatest/1/current/value")
                        .asText()
                        .equals("100")))
                .isTrue();
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void latestValuesMeltTogetherWhileTheClientTakesNothing() {
        Entry device = server.device("Melting", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        command(session, Commands.data(1, false, Commands.latest("TIME_SERIES:n"), device));
        hose.await(1);
        hose.full = true;
        for (int i = 0; i < 500; i++) {
            server.store(device, "n", i);
        }
        assertThat(hose.frames).hasSize(1);
        hose.full = false;
        session.drained();
        hose.await(2);
        assertThat(hose.frames.get(1).at("/update/0/latest/TIME_SERIES/n/value").asText())
                .isEqualTo("499");
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void pointsBeyondTheLimitAreToldAndTheDataComesAfresh() {
        Entry device = server.device("Flood", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        long start = server.world.platform.clock().millis() - 10_000;
        command(session, Commands.data(1, false, Commands.ts("n", start, 20_000), device));
        command(
                session,
                Commands.series(
                        2,
                        device.id(),
                        ",\"keys\":\"n\",\"startTs\":" + start + ",\"timeWindow\":20000,\"limit\":1000"));
        hose.await(2);
        hose.full = true;
        for (int i = 1; i <= 400; i++) {
            server.store(device, "n", start + i, i);
        }
        hose.full = false;
        session.drained();
        hose.await(6);
        List<JsonNode> frames = hose.frames.subList(2, 6);
        assertThat(frames.stream().filter(frame -> frame.path("errorCode").asInt() == 34))
                .hasSize(2)
                .allMatch(frame -> frame.path("errorMsg").asText().equals("Too many updates!"));
        assertThat(frames.stream().filter(frame -> frame.path("errorCode").asInt() == 0))
                .anyMatch(frame -> frame.at("/data/data/0/timeseries/n").size() == 400)
                .anyMatch(frame -> frame.at("/data/n").size() == 400);
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void whoTakesNothingForLongIsLetGo() {
        Entry device = server.device("Stalled", server.customerA);
        Hose hose = new Hose();
        LiveSession session = session(hose);
        command(session, Commands.data(1, false, Commands.latest("TIME_SERIES:n"), device));
        hose.await(1);
        hose.full = true;
        server.store(device, "n", 1);
        assertThat(LiveClient.holdsWithin(LIMIT, () -> hose.closed.startsWith("1008 The client takes its updates")))
                .as(hose.closed)
                .isTrue();
    }

    @Test
    void tooManyWaitingAnswersEndTheLine() {
        Hose hose = new Hose();
        LiveSession session = session(hose);
        hose.queued = 5;
        command(session, "{\"type\":\"ALARM_STATUS\",\"cmdId\":1}");
        assertThat(hose.closed).isEqualTo("1008 Max pending updates limit reached!");
        assertThat(hose.frames).isEmpty();
    }

    @Test
    void commandsWaitWhileTheClientTakesNothing() {
        Hose hose = new Hose();
        LiveSession session = session(hose);
        command(session, "{\"type\":\"ALARM_STATUS\",\"cmdId\":1}");
        hose.full = true;
        var done = session.receive("{\"cmds\":[{\"type\":\"ALARM_STATUS\",\"cmdId\":2}]}");
        session.drained();
        assertThat(done).isNotDone();
        hose.full = false;
        session.drained();
        done.join();
        assertThat(hose.frames).hasSize(2);
        session.end(CloseCode.GOING_AWAY, "");
    }

    @Test
    void theProfilesLimitsHoldForSessionsAndSubscriptions() {
        LiveLimits limits = LiveLimits.of(Json.object()
                .put("maxWsSessionsPerRegularUser", 2)
                .put("maxWsSubscriptionsPerCustomer", 1)
                .put("wsMsgQueueLimitPerSession", 7)
                .put("wsUpdatesPerSessionRateLimit", "1:60"));
        assertThat(limits.queue()).isEqualTo(7);
        Tally sessions = new Tally("sessions");
        assertThat(sessions.take(server.emma, limits.sessions())).isEmpty();
        assertThat(sessions.take(server.emma, limits.sessions())).isEmpty();
        assertThat(sessions.take(server.mia, limits.sessions())).isEmpty();
        assertThat(sessions.take(server.emma, limits.sessions())).contains("Max regular user sessions limit reached!");
        sessions.give(server.emma, 1);
        assertThat(sessions.take(server.emma, limits.sessions())).isEmpty();
        Tally subscriptions = new Tally("subscriptions");
        assertThat(subscriptions.take(server.emma, limits.subscriptions())).isEmpty();
        assertThat(subscriptions.take(server.mia, limits.subscriptions()))
                .contains("Max customer subscriptions limit reached!");
        UpdateRate rate = UpdateRate.of(limits.updateRate());
        assertThat(rate.take()).isZero();
        assertThat(rate.take()).isPositive();
        assertThat(UpdateRate.of("nonsense").take()).isZero();
    }
}
