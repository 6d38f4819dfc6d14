package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.FAILED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The main process of a running PostgreSQL, started by us or left over by a predecessor. */
final class Postmaster {

    private static final Logger LOG = Logger.getLogger(Postmaster.class);
    /** Long, because recovery after a crash replays up to max_wal_size. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration HARD_STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 4;
    private static final long LOG_ROTATION_BYTES = 4L << 20;
    private static final int LOG_TAIL_LINES = 30;

    private final Path data;
    private final ProcessHandle process;
    private final int port;

    private Postmaster(Path data, ProcessHandle process, int port) {
        this.data = data;
        this.process = process;
        this.port = port;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive() && !PostmasterFile.isZombie(process.pid());
    }

    /** Waits until the process is gone, for whatever reason. */
    void awaitEnd() {
        process.onExit().join();
    }

    /** Whether the process runs exactly these binaries, not those of an earlier Atrium. */
    boolean runs(PostgresBinaries binaries) throws IOException {
        Optional<String> program = process.info().command();
        return program.isPresent()
                && program.get()
                        .equals(Path.of(binaries.tool("postgres")).toRealPath().toString());
    }

    /** The server that a killed predecessor left running on this cluster, if any. */
    static Optional<Postmaster> leftOver(Cluster cluster) throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(file.get().pid())
                .filter(process -> PostmasterFile.worksOn(cluster.data(), process))
                .map(process ->
                        new Postmaster(cluster.data(), process, file.get().port()));
    }

    /**
     * Removes what a killed server left: workers that still run (they could write beside the new server), and a
     * postmaster.pid whose number now belongs to a stranger, which would keep the new server from starting.
     */
    static void clearRemains(Cluster cluster) throws IOException {
        List<ProcessHandle> workers = ProcessHandle.allProcesses()
                .filter(process -> PostmasterFile.worksOn(cluster.data(), process))
                .toList();
        for (ProcessHandle worker : workers) {
            LOG.infof("Ending process %d, left over by a PostgreSQL that was killed", worker.pid());
            worker.destroyForcibly();
            awaitEnd(worker, HARD_STOP_LIMIT);
        }
        Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
        if (file.isPresent() && ProcessHandle.of(file.get().pid()).isPresent()) {
            Files.deleteIfExists(PostmasterFile.of(cluster.data()));
        }
    }

    /** Starts the server and returns when it takes connections. */
    static Postmaster start(
            Cluster cluster,
            PostgresBinaries binaries,
            RunAs user,
            int port,
            Map<String, String> settings,
            boolean endWithUs)
            throws IOException {
        Path log = cluster.serverLog();
        long before = rotate(log);
        List<String> words = new ArrayList<>();
        if (endWithUs) {
            words.addAll(tiedToThisProcess());
        }
        words.addAll(List.of(binaries.tool("postgres"), "-D", cluster.data().toString()));
        words.addAll(List.of("-c", "port=" + port));
        settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        ProcessBuilder builder =
                Command.builder(user.command(words)).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process = spawn(builder);
        awaitReady(cluster, process, port, before);
        return new Postmaster(cluster.data(), process.toHandle(), port);
    }

    /**
     * Words that give the server a session of its own, so that Ctrl-C at a terminal reaches us alone, and have the
     * system shut it down when the thread that started it ends, be it by {@code kill -9}. Empty where that is unknown;
     * then the next start deals with the orphan.
     */
    private static List<String> tiedToThisProcess() {
        List<String> words = List.of("setsid", "setpriv", "--pdeathsig", "INT", "--");
        List<String> probe = new ArrayList<>(words);
        probe.add("true");
        try {
            return Command.run(probe, TOOL_LIMIT).succeeded() ? words : List.of();
        } catch (PostgresFailure missing) {
            return List.of();
        }
    }

    /** Starts the process from a thread that lives as long as this JVM, see {@link #tiedToThisProcess}. */
    private static Process spawn(ProcessBuilder builder) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("postgres").start(() -> {
            try {
                Process process = builder.start();
                started.complete(process);
                LOG.debugf("PostgreSQL ended with exit code %d", process.waitFor());
            } catch (IOException | RuntimeException e) {
                started.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return started.join();
        } catch (CompletionException e) {
            throw new PostgresFailure(FAILED, "PostgreSQL cannot be run", String.valueOf(e.getMessage()), e);
        }
    }

    private static void awaitReady(Cluster cluster, Process process, int port, long logStart) throws IOException {
        long polls = START_LIMIT.toMillis() / POLL_MILLIS;
        try {
            for (long i = 0; i < polls; i++) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw Faults.ofServer(tail(cluster.serverLog(), logStart), cluster.data(), port);
                }
                Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
                if (file.isPresent()
                        && file.get().pid() == process.pid()
                        && file.get().ready()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw Command.interrupted(e);
        }
        process.destroyForcibly();
        throw new PostgresFailure(
                FAILED,
                "PostgreSQL was not ready within " + START_LIMIT.toMinutes() + " minutes",
                tail(cluster.serverLog(), logStart),
                null);
    }

    /** Shuts down: open sessions are ended, everything is flushed. Returns when the process is gone. */
    void stop() {
        if (end("INT", FAST_STOP_LIMIT)) {
            return;
        }
        LOG.warnf(
                "PostgreSQL (process %d) did not stop within %d s; ending it hard, no data is lost",
                process.pid(), FAST_STOP_LIMIT.toSeconds());
        if (!end("QUIT", HARD_STOP_LIMIT) && !end("KILL", HARD_STOP_LIMIT)) {
            throw PostgresFailure.of(FAILED, "PostgreSQL (process " + process.pid() + ") cannot be stopped");
        }
    }

    private boolean end(String signal, Duration limit) {
        if (!PostmasterFile.worksOn(data, process)) {
            return true;
        }
        Command.run(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid()), TOOL_LIMIT);
        return awaitEnd(process, limit);
    }

    private static boolean awaitEnd(ProcessHandle process, Duration limit) {
        long polls = limit.toMillis() / POLL_MILLIS;
        try {
            for (long i = 0; i < polls && process.isAlive() && !PostmasterFile.isZombie(process.pid()); i++) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            throw Command.interrupted(e);
        }
        return !process.isAlive() || PostmasterFile.isZombie(process.pid());
    }

    /** Puts a long log aside and returns where the next entries begin. */
    private static long rotate(Path log) throws IOException {
        if (!Files.exists(log)) {
            Folders.writePrivate(log, "");
        } else if (Files.size(log) > LOG_ROTATION_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            Folders.writePrivate(log, "");
        }
        return Files.size(log);
    }

    private static String tail(Path log, long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        int start = (int) Math.min(from, all.length);
        List<String> lines = new String(all, start, all.length - start, StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }
}
