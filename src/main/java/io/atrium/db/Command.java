package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.FAILED;
import static io.atrium.db.PostgresFailure.Reason.MISSING_TOOL;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of an external program, in a bare environment so that the caller's PG* variables cannot steer it. */
final class Command {

    private static final Set<String> KEPT_VARIABLES = Set.of("PATH", "TMPDIR");

    /** How a program ended; the output holds both of its streams. */
    record Outcome(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Command() {}

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(KEPT_VARIABLES);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder;
    }

    static Outcome run(List<String> command, Duration limit) {
        return run(command, limit, InputStream.nullInputStream());
    }

    static Outcome run(List<String> command, Duration limit, InputStream input) {
        Process process = start(command);
        try {
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> output.complete(readAll(process)));
            feed(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw PostgresFailure.of(
                        FAILED, "'" + command.getFirst() + "' did not end within " + limit.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    static PostgresFailure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new PostgresFailure(FAILED, "Interrupted while working on PostgreSQL", "", cause);
    }

    private static Process start(List<String> command) {
        try {
            return builder(command).start();
        } catch (IOException e) {
            throw new PostgresFailure(
                    MISSING_TOOL,
                    "The program '" + command.getFirst() + "' is missing or cannot be run; install it and start again",
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    /** Feeds the program; one that ends before it has read all tells why by its exit code and output. */
    private static void feed(Process process, InputStream input) {
        try (OutputStream sink = process.getOutputStream()) {
            input.transferTo(sink);
        } catch (IOException e) {
            process.onExit().join();
        }
    }

    private static String readAll(Process process) {
        try (var reader = process.inputReader()) {
            return reader.readAllAsString();
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }
}
