package io.atrium.ingest;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import io.atrium.telemetry.TelemetryBody;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a device may do, for all transports. No method waits, so all may be called on event loops; the stages fail with a
 * {@link Problem} and complete on any thread.
 */
public final class DeviceGateway {

    private final Platform platform;
    private final Telemetry telemetry;
    private final DeviceLogins logins;
    private final DeviceActivity activity;
    private final Executor workers;
    private final Semaphore attributeRoom;
    private final IngestConfig config;

    /**
     * @param workers runs what waits for the database, on threads that may
     */
    public DeviceGateway(
            Platform platform, Telemetry telemetry, DeviceLogins logins, IngestConfig config, Executor workers) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.logins = logins;
        this.config = config;
        this.workers = workers;
        this.attributeRoom = new Semaphore(config.attributeQueue());
        this.activity =
                new DeviceActivity(platform.directories(), platform.attributes(), platform.clock(), config, workers);
        platform.bus()
                .on(EntityDeleted.class, event -> activity.forget(event.entity().id()));
    }

    /** True if {@link #byToken} answers at once. */
    public boolean isInMemory(String token) {
        return logins.isInMemory(token);
    }

    /** The device that an access token stands for; empty if there is none. */
    public Optional<DeviceSession> byToken(String token) {
        return logins.byToken(token).map(DeviceSession::new);
    }

    /** Stores telemetry in any form of device-data-api 1.4; completes when it is durable and visible. */
    public CompletionStage<Void> telemetry(DeviceSession session, byte[] body) {
        long now = heard(session);
        List<Reading> readings;
        try {
            readings = TelemetryBody.telemetry(body, now, telemetry.deviceRules());
        } catch (Problem problem) {
            telemetry.refused(session.deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        return inDirectory(session, directory -> telemetry.write(directory, device(directory, session), readings));
    }

    /** Sets attributes of the client scope. */
    public CompletionStage<Void> attributes(DeviceSession session, byte[] body) {
        long now = heard(session);
        Map<String, Value> values = new LinkedHashMap<>();
        try {
            TelemetryBody.attributes(body, now, telemetry.deviceRules())
                    .forEach(reading -> values.put(reading.key(), reading.value()));
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
        return put(session, KeyScope.CLIENT_SCOPE, values);
    }

    /** The device's attributes; all of both scopes if it names no key at all. */
    public CompletionStage<DeviceAttributes> requestAttributes(
            DeviceSession session, Collection<String> clientKeys, Collection<String> sharedKeys) {
        heard(session);
        boolean all = clientKeys.isEmpty() && sharedKeys.isEmpty();
        return inDirectory(session, directory -> {
            Entry device = device(directory, session);
            return CompletableFuture.completedFuture(new DeviceAttributes(
                    read(directory, device, KeyScope.CLIENT_SCOPE, clientKeys, all),
                    read(directory, device, KeyScope.SHARED_SCOPE, sharedKeys, all)));
        });
    }

    /** A lasting connection was opened; the HTTP transport has none. */
    public CompletionStage<Void> connected(DeviceSession session) {
        return put(session, KeyScope.SERVER_SCOPE, Map.of("lastConnectTime", Value.of(heard(session))));
    }

    /** A lasting connection ended. */
    public CompletionStage<Void> disconnected(DeviceSession session) {
        Value now = Value.of(platform.clock().millis());
        return put(session, KeyScope.SERVER_SCOPE, Map.of("lastDisconnectTime", now));
    }

    /** Notes a sign of life that carries no data, such as a ping. */
    public void alive(DeviceSession session) {
        heard(session);
    }

    void checkActivity() {
        activity.check();
    }

    private long heard(DeviceSession session) {
        long now = platform.clock().millis();
        activity.touch(session.tenantId(), session.deviceId(), now);
        return now;
    }

    private static Map<String, Value> read(
            Directory directory, Entry device, KeyScope scope, Collection<String> keys, boolean all) {
        Map<String, Value> found = new LinkedHashMap<>();
        directory.latest().all(scope, device.ordinal()).forEach((key, stamped) -> {
            if (all || keys.contains(key)) {
                found.put(key, stamped.value());
            }
        });
        return found;
    }

    private CompletionStage<Void> put(DeviceSession session, KeyScope scope, Map<String, Value> values) {
        if (!attributeRoom.tryAcquire()) {
            return CompletableFuture.failedFuture(Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many attribute messages wait for the database; the limit ATRIUM_DEVICE_ATTRIBUTE_QUEUE is "
                            + config.attributeQueue()));
        }
        CompletableFuture<Void> done = onWorker(() -> {
            Directory directory = platform.directories().of(session.tenantId());
            platform.attributes().put(directory, device(directory, session), scope, values);
            return CompletableFuture.completedFuture(null);
        });
        return done.whenComplete((result, fault) -> attributeRoom.release());
    }

    /** Runs at once if the tenant is in memory; else a worker loads it first. */
    private <R> CompletableFuture<R> inDirectory(
            DeviceSession session, Function<Directory, CompletableFuture<R>> work) {
        Optional<Directory> loaded = telemetry.loaded(session.tenantId());
        if (loaded.isEmpty()) {
            return onWorker(() -> work.apply(platform.directories().of(session.tenantId())));
        }
        try {
            return work.apply(loaded.get());
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    private <R> CompletableFuture<R> onWorker(Supplier<CompletableFuture<R>> work) {
        try {
            return CompletableFuture.supplyAsync(work, workers).thenCompose(done -> done);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new Problem(Problem.Kind.UNAVAILABLE, "The server is stopping", e));
        }
    }

    /** A device that is gone has no right to speak any more. */
    private static Entry device(Directory directory, DeviceSession session) {
        return directory
                .read(() -> directory.find(session.deviceId()))
                .orElseThrow(() -> Problem.authentication("The device does not exist any more"));
    }
}
