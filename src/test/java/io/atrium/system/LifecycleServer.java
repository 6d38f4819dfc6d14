package io.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One start of the packaged server as an operator makes it: nothing is set but what the test sets. */
final class LifecycleServer implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");
    private static final Pattern RSS = Pattern.compile("(?m)^Rss:\\s+(\\d+) kB");

    private final Path folder;
    private final Path output;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    LifecycleServer(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.output = Files.createTempFile("atrium-lifecycle", ".out");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-jar",
                        JAR.toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ATRIUM_"));
        environment.put("ATRIUM_DATA", folder.toString());
        environment.put("ATRIUM_HTTP_PORT", "0");
        environment.put("ATRIUM_MQTT_PORT", "0");
        environment.putAll(settings);
        process = builder.start();
    }

    /** Waits until the server says that it is ready. */
    LifecycleServer ready() {
        TestServer.await(LIMIT, () -> !process.isAlive() || Files.exists(ports()) && isReady());
        if (!process.isAlive() || !Files.exists(ports())) {
            throw new AssertionError("The server did not start:\n" + output());
        }
        return this;
    }

    /** A server that just ended counts as not ready; the wait sees that it is gone. */
    private boolean isReady() {
        try {
            return status("/api/health/ready") == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    Path ports() {
        return folder.resolve("ports.json");
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The server did not stop:\n" + output());
        }
        return process.exitValue();
    }

    /** SIGTERM; the time until the process was gone. */
    Duration terminate() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        exitCode();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    int status(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build()).statusCode();
    }

    int logIn(String user, String password) {
        return send(HttpRequest.newBuilder(uri("/api/auth/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Json.write(Map.of("username", user, "password", password))))
                        .build())
                .statusCode();
    }

    private URI uri(String path) {
        try {
            int port = Json.read(Files.readString(ports()), JsonNode.class)
                    .path("http")
                    .asInt();
            return URI.create("http://127.0.0.1:" + port + path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first line of the lock file of the cluster is the process id of its server. */
    ProcessHandle postgres() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("postgres"), 3)) {
            Path file = files.filter(each -> each.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
                    .orElseThrow();
        }
    }

    /** Resident memory of the server alone, in MB. */
    long serverMegabytes() throws IOException {
        return kilobytes(process.toHandle(), RSS) / 1024;
    }

    /** Memory of all processes of PostgreSQL, with what they share counted once, in MB. */
    long postgresMegabytes() throws IOException {
        long sum = kilobytes(postgres(), PSS);
        for (ProcessHandle child : postgres().descendants().toList()) {
            sum += kilobytes(child, PSS);
        }
        return sum / 1024;
    }

    private static long kilobytes(ProcessHandle handle, Pattern pattern) throws IOException {
        Matcher found = pattern.matcher(Files.readString(Path.of("/proc/" + handle.pid() + "/smaps_rollup")));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            process.destroy();
            try {
                exitCode();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Files.deleteIfExists(output);
    }
}
