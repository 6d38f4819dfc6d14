package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.device.DeviceLogin;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What devices may do, and what the platform notes about them. */
final class IngestTest {

    private final HandClock clock = new HandClock();
    private final TestWorld world = new TestWorld(clock);
    private final Entry device = device("SD-001");
    private final DeviceSession session = session(device);
    private final DeviceGateway gateway = gateway(Runnable::run, 10);

    @AfterEach
    void close() {
        world.close();
    }

    private DeviceSession session(Entry of) {
        return DeviceSession.direct(
                new DeviceLogin(world.tenant, of.id(), 2),
                world.ingestParts.devices().asOf());
    }

    private Entry device(String name) {
        UUID id = world.save(
                world.admin,
                "/api/device?accessToken=" + (name.equals("SD-001") ? "secret" : name),
                Map.of("name", name));
        Directory directory = world.platform.directories().of(world.tenant);
        return directory.read(() -> directory.find(id)).orElseThrow();
    }

    private DeviceGateway gateway(Executor workers, int attributeQueue) {
        IngestConfig config = new IngestConfig(
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                attributeQueue,
                Duration.ofMinutes(10),
                100,
                100,
                100);
        return new DeviceGateway(world.ingestParts, config, workers);
    }

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private @Nullable Stamped latest(KeyScope scope, String key) {
        Directory directory = world.platform.directories().of(world.tenant);
        return directory.latest().get(scope, key, device.ordinal());
    }

    private @Nullable Value server(String key) {
        Stamped stamped = latest(KeyScope.SERVER_SCOPE, key);
        return stamped == null ? null : stamped.value();
    }

    @Test
    void findsDevicesByToken() {
        assertThat(gateway.byToken("secret")).map(DeviceSession::deviceId).contains(device.id());
        assertThat(gateway.byToken("Secret")).isEmpty();
    }

    @Test
    void acknowledgesWhatIsStoredAndVisible() {
        done(gateway.telemetry(session, body("[{\"ts\":5,\"values\":{\"a\":\"7\"}},{\"b\":null,\"c\":2}]")));
        assertThat(latest(KeyScope.TIME_SERIES, "a")).isEqualTo(new Stamped(5, Value.of(7)));
        assertThat(latest(KeyScope.TIME_SERIES, "c")).isEqualTo(new Stamped(clock.millis(), Value.of(2)));
        long series = world.series.find(world.tenant, device.id(), "a").orElseThrow();
        assertThat(world.series.latest(series)).contains(new TsValue(5, Value.of(7)));
        assertThat(world.series.find(world.tenant, device.id(), "b")).isEmpty();
    }

    @Test
    void refusesMalformedTelemetryAndCountsIt() {
        CompletionStage<?> refused = gateway.telemetry(session, body("{\"a\":"));
        assertThatThrownBy(() -> done(refused))
                .hasCauseInstanceOf(Problem.class)
                .hasMessageContaining("Unable to parse time series payload");
        done(gateway.telemetry(session, body("{\"a\":1}")));
        assertThat(world.api
                        .get(world.admin, "/api/telemetry/counters/DEVICE/" + device.id())
                        .text())
                .contains("\"received\":2,\"stored\":1", "\"invalid\":1");
    }

    @Test
    void keepsKnownKeysAndRefusesNewOnesBeyondTheLimitByName() {
        done(gateway.telemetry(session, body(keys(0, 998))));
        LeftOut leftOut = done(gateway.telemetry(session, body(keys(997, 20_000))));
        assertThat(leftOut.count(LeftOut.Reason.KEYS)).isEqualTo(19_000);
        assertThat(leftOut.words()).contains("'k1000'", "maxKeysPerEntity of the tenant profile is 1000");
        assertThat(latest(KeyScope.TIME_SERIES, "k997")).as("known").isNotNull();
        assertThat(latest(KeyScope.TIME_SERIES, "k999"))
                .as("the last there is room for")
                .isNotNull();
        assertThat(world.series.find(world.tenant, device.id(), "k1000"))
                .as("no row either")
                .isEmpty();
        assertThatThrownBy(() -> done(gateway.telemetry(session, body("{\"one-more\":1}"))))
                .cause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.ENTITY_LIMIT));
        done(gateway.telemetry(session, body("{\"k0\":7}")));
        assertThat(latest(KeyScope.TIME_SERIES, "k0")).isEqualTo(new Stamped(clock.millis(), Value.of(7)));
        assertThat(world.api
                        .get(world.admin, "/api/telemetry/counters/DEVICE/" + device.id())
                        .text())
                .contains("\"keys\":19000", "\"keys\":1,");
    }

    @Test
    void flagsTimesInSecondsAsFarInThePast() {
        done(gateway.telemetry(session, body("[{\"ts\":1796039361,\"values\":{\"a\":1,\"b\":2}},{\"a\":3}]")));
        assertThat(world.api
                        .get(world.admin, "/api/telemetry/counters/DEVICE/" + device.id())
                        .text())
                .contains("\"values\":3", "\"farInThePast\":2");
    }

    @Test
    void countsNewKeysByTheMinuteOverAllScopes() {
        done(gateway.attributes(session, body(keys(0, 600))));
        clock.advance(Duration.ofSeconds(1));
        LeftOut leftOut = done(gateway.telemetry(session, body(keys(0, 600))));
        assertThat(leftOut.count(LeftOut.Reason.KEYS)).isEqualTo(200);
        assertThat(leftOut.words()).contains("maxNewKeysPerMinute of the tenant profile is 1000");
        clock.advance(Duration.ofMinutes(1));
        assertThat(done(gateway.telemetry(session, body(keys(0, 600)))).isNothing())
                .isTrue();
    }

    @Test
    void limitsTheAttributesThatADeviceSendsButNotThoseOfThePlatform() {
        LeftOut leftOut = done(gateway.attributes(session, body(keys(0, 1_500))));
        assertThat(leftOut.count(LeftOut.Reason.KEYS)).isEqualTo(500);
        done(gateway.connected(session));
        assertThat(latest(KeyScope.SERVER_SCOPE, "lastConnectTime")).isNotNull();
    }

    @Test
    void leavesOutAttributesWhoseKeysCannotBeStored() {
        LeftOut leftOut = done(gateway.attributes(session, body("{\"a>b\":1,\"fw\":2,\"t\":nan}")));
        assertThat(leftOut.count(LeftOut.Reason.INVALID)).isEqualTo(1);
        assertThat(leftOut.count(LeftOut.Reason.NOT_A_NUMBER)).isEqualTo(1);
        assertThat(latest(KeyScope.CLIENT_SCOPE, "fw")).isEqualTo(new Stamped(clock.millis(), Value.of(2)));
    }

    private static String keys(int from, int to) {
        StringBuilder body = new StringBuilder("{");
        for (int i = from; i < to; i++) {
            body.append(i == from ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        return body.append('}').toString();
    }

    @Test
    void passesBackPressureOn() {
        world.series.close();
        assertThatThrownBy(() -> done(gateway.telemetry(session, body("{\"a\":1}"))))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
        assertThat(latest(KeyScope.TIME_SERIES, "a")).isNull();
    }

    @Test
    void limitsAttributeMessagesThatWait() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        DeviceGateway slow = gateway(waiting::add, 1);
        CompletableFuture<?> first =
                slow.attributes(session, body("{\"fw\":1}")).toCompletableFuture();
        assertThat(first).isNotDone();
        assertThatThrownBy(() -> done(slow.attributes(session, body("{\"fw\":2}"))))
                .hasMessageContaining("ATRIUM_DEVICE_ATTRIBUTE_QUEUE is 1");
        List.copyOf(waiting).forEach(Runnable::run);
        assertThat(first).isCompleted();
        waiting.clear();
        CompletableFuture<?> third =
                slow.attributes(session, body("{\"fw\":3}")).toCompletableFuture();
        waiting.forEach(Runnable::run);
        assertThat(third).isCompleted();
        assertThat(latest(KeyScope.CLIENT_SCOPE, "fw")).isEqualTo(new Stamped(clock.millis(), Value.of(3)));
    }

    @Test
    void answersAttributesByKeyOrAll() {
        Directory directory = world.platform.directories().of(world.tenant);
        done(gateway.attributes(session, body("{\"c1\":1,\"c2\":\"x\"}")));
        world.platform.attributes().put(directory, device, KeyScope.SHARED_SCOPE, Map.of("s1", Value.TRUE));
        world.platform.attributes().put(directory, device, KeyScope.SERVER_SCOPE, Map.of("hidden", Value.TRUE));
        assertThat(attributes(List.of(), List.of()))
                .isEqualTo("{\"client\":{\"c1\":1,\"c2\":\"x\"},\"shared\":{\"s1\":true}}");
        assertThat(attributes(List.of("c2", "no"), List.of())).isEqualTo("{\"client\":{\"c2\":\"x\"}}");
        assertThat(attributes(List.of("no"), List.of("s1", "hidden"))).isEqualTo("{\"shared\":{\"s1\":true}}");
    }

    private String attributes(List<String> client, List<String> shared) {
        return done(gateway.requestAttributes(session, client, shared)).json().toString();
    }

    @Test
    void aDeletedDeviceSpeaksNoMoreAndLeavesNoSeries() throws Exception {
        done(gateway.telemetry(session, body("{\"a\":1}")));
        world.changes.delete(world.admin, world.platform.directories().kinds().require("DEVICE"), device.id());
        assertThatThrownBy(() -> done(gateway.telemetry(session, body("{\"a\":1}"))))
                .cause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.AUTHENTICATION));
        world.telemetry.close();
        assertThat(world.series.keys(world.tenant, device.id())).isEmpty();
        assertThat(latest(KeyScope.TIME_SERIES, "a")).isNull();
    }

    @Test
    void aDeviceIsActiveFromItsFirstMessageUntilItsSilence() {
        assertThat(server("active")).isNull();
        done(gateway.telemetry(session, body("{\"a\":1}")));
        long first = clock.millis();
        assertThat(server("active")).isEqualTo(Value.TRUE);
        assertThat(server("lastActivityTime")).isEqualTo(Value.of(first));

        clock.advance(Duration.ofMinutes(2));
        gateway.alive(session);
        gateway.checkActivity();
        assertThat(server("lastActivityTime")).as("not yet worth a write").isEqualTo(Value.of(first));

        clock.advance(Duration.ofMinutes(4));
        gateway.alive(session);
        gateway.checkActivity();
        assertThat(server("lastActivityTime")).isEqualTo(Value.of(clock.millis()));

        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        gateway.checkActivity();
        assertThat(server("active")).isEqualTo(Value.TRUE);
        clock.advance(Duration.ofMillis(1));
        gateway.checkActivity();
        assertThat(server("active")).isEqualTo(Value.FALSE);
        assertThat(server("inactivityAlarmTime")).isEqualTo(Value.of(clock.millis()));

        done(gateway.attributes(session, body("{\"fw\":1}")));
        assertThat(server("active")).isEqualTo(Value.TRUE);
    }

    @Test
    void devicesThatAreDeletedDuringTheRoundDoNotEndItForTheOthers() {
        gateway.alive(session);
        for (int i = 0; i < 8; i++) {
            DeviceSession gone = session(device("gone-" + i));
            gateway.alive(gone);
            // As between the commit of the deletion and the moment when memory hears of it.
            world.database.transaction(sql -> sql.execute("delete from entity where id = ?", gone.deviceId()));
        }
        clock.advance(Duration.ofMinutes(10));
        gateway.checkActivity();
        assertThat(server("active")).isEqualTo(Value.FALSE);
    }

    @Test
    void aDevicesOwnTimeoutWins() {
        Directory directory = world.platform.directories().of(world.tenant);
        world.platform
                .attributes()
                .put(directory, device, KeyScope.SERVER_SCOPE, Map.of("inactivityTimeout", Value.of(5_000)));
        gateway.alive(session);
        clock.advance(Duration.ofSeconds(5));
        gateway.checkActivity();
        assertThat(server("active")).isEqualTo(Value.FALSE);
    }

    @Test
    void activityOutlivesARestart() {
        gateway.alive(session);
        assertThat(server("active")).isEqualTo(Value.TRUE);
        Platform again =
                Platform.over(world.database, world.platform.directories().kinds(), world.platform.ids(), clock);
        DeviceActivity resumed = new DeviceActivity(
                again.directories(), again.attributes(), clock, TestWorld.settings(IngestConfig.class), Runnable::run);
        Directory directory = again.directories().of(world.tenant);
        int ordinal = directory.find(device.id()).orElseThrow().ordinal();
        clock.advance(Duration.ofMinutes(9));
        resumed.check();
        assertThat(directory.latest().all(KeyScope.SERVER_SCOPE, ordinal).get("active"))
                .extracting(Stamped::value)
                .isEqualTo(Value.TRUE);
        clock.advance(Duration.ofMinutes(6));
        resumed.check();
        assertThat(directory.latest().all(KeyScope.SERVER_SCOPE, ordinal).get("active"))
                .extracting(Stamped::value)
                .isEqualTo(Value.FALSE);
    }

    @Test
    void notesConnections() {
        done(gateway.connected(session));
        long connected = clock.millis();
        clock.advance(Duration.ofSeconds(1));
        done(gateway.disconnected(session));
        assertThat(server("lastConnectTime")).isEqualTo(Value.of(connected));
        assertThat(server("lastDisconnectTime")).isEqualTo(Value.of(connected + 1_000));
    }
}
