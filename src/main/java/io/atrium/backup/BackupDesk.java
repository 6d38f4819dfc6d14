package io.atrium.backup;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where an operator asks a running server for a backup: a file in the data folder, which the server finds and answers with
 * another one. Who may write into that folder owns the server anyway, so there is no other permission to check.
 */
public final class BackupDesk implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackupDesk.class);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final String REQUEST = "backup-request.json";
    private static final String ANSWER = "backup-answer.json";

    private final Path root;
    private final Backup backup;
    private final ScheduledExecutorService runner = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("backup").factory());

    private record Request(String file) {}

    private record Answer(String error, long bytes) {}

    private BackupDesk(Path root, Backup backup) {
        this.root = root;
        this.backup = backup;
    }

    /** Looks for requests until it is closed. */
    public static BackupDesk open(Path root, Backup backup) {
        forgetUnfinished(root);
        BackupDesk desk = new BackupDesk(root, backup);
        desk.runner.scheduleWithFixedDelay(desk::look, 0, LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return desk;
    }

    /** What a crash left in the middle of a backup. */
    private static void forgetUnfinished(Path root) {
        try (Stream<Path> files = Files.list(root)) {
            files.filter(file -> file.getFileName().toString().matches("backup-\\d+"))
                    .forEach(Backup::deleteQuietly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look() {
        Path request = root.resolve(REQUEST);
        if (Files.exists(request)) {
            try {
                Answer answer = serve(request);
                Path draft = root.resolve(ANSWER + ".tmp");
                Files.write(draft, Json.bytes(answer));
                Files.deleteIfExists(request);
                Files.move(draft, root.resolve(ANSWER), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | RuntimeException e) {
                LOG.error("A request for a backup could not be answered", e);
            }
        }
    }

    private Answer serve(Path request) {
        try {
            Path target =
                    Path.of(Json.read(Files.readString(request), Request.class).file());
            long bytes = backup.write(target);
            LOG.infof("Wrote a backup of %d bytes to %s", bytes, target);
            return new Answer("", bytes);
        } catch (Problem e) {
            LOG.error("A backup failed", e);
            return new Answer(e.publicMessage(), 0);
        } catch (IOException | RuntimeException e) {
            LOG.error("A backup failed", e);
            return new Answer("The backup failed; see the server's log", 0);
        }
    }

    /**
     * Asks the server that runs on a folder, and waits for it.
     *
     * @return the size of the backup in bytes
     */
    public static long ask(Path root, Path target) {
        Path request = root.resolve(REQUEST);
        Path answer = root.resolve(ANSWER);
        if (!Files.exists(root.resolve("ports.json"))) {
            throw Problem.badRequest(
                    "No server runs on " + root + "; start it, or, while it is stopped, copy the folder itself");
        }
        try {
            Files.deleteIfExists(answer);
            Path draft = Files.createTempFile(root, "backup-request", ".tmp");
            Files.write(
                    draft,
                    Json.bytes(new Request(target.toAbsolutePath().normalize().toString())));
            if (Files.exists(request)) {
                Files.delete(draft);
                throw Problem.badRequest("Another backup is being made");
            }
            Files.move(draft, request, StandardCopyOption.ATOMIC_MOVE);
            return await(root, answer);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The server on " + root + " cannot be asked: " + e, e);
        }
    }

    private static long await(Path root, Path answer) throws IOException {
        while (!Files.exists(answer)) {
            if (!Files.exists(root.resolve("ports.json"))) {
                Files.deleteIfExists(root.resolve(REQUEST));
                throw Problem.of(Problem.Kind.UNAVAILABLE, "The server stopped before the backup was made");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(LOOKS_EVERY.toNanos() / 5);
        }
        try {
            Answer given = Json.read(Files.readString(answer), Answer.class);
            if (!given.error().isEmpty()) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, given.error());
            }
            return given.bytes();
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    @Override
    public void close() {
        runner.shutdown();
        try {
            // A backup that is being written may finish; the server's stop is not that urgent.
            if (!runner.awaitTermination(20, TimeUnit.SECONDS)) {
                runner.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
