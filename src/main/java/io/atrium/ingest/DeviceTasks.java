package io.atrium.ingest;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.telemetry.Telemetry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs what devices ask for: at once where that needs no waiting, else on a worker. */
final class DeviceTasks {

    private final Platform platform;
    private final Telemetry telemetry;
    private final Executor workers;
    private final int attributeQueue;
    private final Semaphore attributeRoom;

    /**
     * @param workers runs what waits for the database, on threads that may
     * @param attributeQueue how many attribute messages may wait for the database
     */
    DeviceTasks(Platform platform, Telemetry telemetry, Executor workers, int attributeQueue) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.workers = workers;
        this.attributeQueue = attributeQueue;
        this.attributeRoom = new Semaphore(attributeQueue);
    }

    /** Sets attributes of the platform's own, on a worker. */
    CompletionStage<Void> put(DeviceSession session, KeyScope scope, Map<String, Value> values) {
        return write(session, (directory, device) -> {
            platform.attributes().put(directory, device, scope, values);
            return null;
        });
    }

    /** Sets attributes that the device sent, on a worker. */
    CompletionStage<LeftOut> putOwn(DeviceSession session, Map<String, Value> values) {
        return write(session, (directory, device) -> platform.attributes()
                .putOwn(directory, device, KeyScope.CLIENT_SCOPE, values)
                .leftOut());
    }

    private <R extends @Nullable Object> CompletionStage<R> write(
            DeviceSession session, BiFunction<Directory, Entry, R> work) {
        if (!attributeRoom.tryAcquire()) {
            return CompletableFuture.failedFuture(Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many attribute messages wait for the database; the limit ATRIUM_DEVICE_ATTRIBUTE_QUEUE is "
                            + attributeQueue));
        }
        CompletableFuture<R> done = onWorker(() -> {
            Directory directory = platform.directories().of(session.tenantId());
            return CompletableFuture.completedFuture(work.apply(directory, device(directory, session)));
        });
        return done.whenComplete((result, fault) -> attributeRoom.release());
    }

    /** Runs at once if the tenant is in memory; else a worker loads it first. */
    <R> CompletableFuture<R> inDirectory(DeviceSession session, Function<Directory, CompletableFuture<R>> work) {
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

    <R extends @Nullable Object> CompletableFuture<R> onWorker(Supplier<CompletableFuture<R>> work) {
        try {
            return CompletableFuture.supplyAsync(work, workers).thenCompose(done -> done);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new Problem(Problem.Kind.UNAVAILABLE, "The server is stopping", e));
        }
    }

    /** A device that is gone has no right to speak any more. */
    static Entry device(Directory directory, DeviceSession session) {
        return directory
                .read(() -> directory.find(session.deviceId()))
                .orElseThrow(() -> Problem.authentication("The device does not exist any more"));
    }
}
