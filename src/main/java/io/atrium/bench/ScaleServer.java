package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged server as a process of its own over the folder of the benchmark, and calls to it. */
final class ScaleServer implements AutoCloseable {

    static final String SYSADMIN = "sysadmin@atrium.local";
    static final String PASSWORD = "bench-secret-1";

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long POLL_NANOS = 5_000_000;
    private static final long STOP_SECONDS = 40;
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    private final Path folder;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;
    private final int mqttPort;
    final long nanosToReady;

    ScaleServer(Path folder) throws IOException {
        this(folder, List.of());
    }

    /** With more flags of the JVM. */
    ScaleServer(Path folder, List<String> flags) throws IOException {
        this.folder = folder;
        Path ports = folder.resolve("ports.json");
        Files.deleteIfExists(ports);
        Path jar = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
        // With ./atrium's own AOT cache, where a ./atrium run has made one.
        Path cache = Path.of("target/atrium.aot").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(
                        java(),
                        "-Xmx3g",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseG1GC",
                        "-XX:AOTCache=" + cache,
                        "-Xlog:aot=off",
                        "-Xlog:cds=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-jar",
                        jar.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.out").toFile()));
        builder.command().addAll(1, flags);
        builder.environment()
                .putAll(Map.of(
                        "ATRIUM_DATA", folder.toString(),
                        "ATRIUM_HTTP_PORT", "0",
                        "ATRIUM_MQTT_PORT", "0",
                        "ATRIUM_DEMO", "false",
                        "ATRIUM_SYSADMIN_PASSWORD", PASSWORD));
        long begun = System.nanoTime();
        process = builder.start();
        while (!Files.exists(ports) && process.isAlive() && System.nanoTime() - begun < START_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (!Files.exists(ports)) {
            process.destroy();
            throw new IllegalStateException("No start:\n" + Files.readString(folder.resolve("server.out")));
        }
        JsonNode listening = Json.read(Files.readString(ports), JsonNode.class);
        root = URI.create("http://127.0.0.1:" + listening.path("http").asInt());
        mqttPort = listening.path("mqtt").asInt();
        nanosToReady = System.nanoTime() - begun;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    String login(String user, String password) {
        return post("", "/api/auth/login", Map.of("username", user, "password", password))
                .path("token")
                .asText();
    }

    URI root() {
        return root;
    }

    JsonNode get(String token, String path) {
        return send(token, HttpRequest.newBuilder(root.resolve(path)).build());
    }

    JsonNode post(String token, String path, Object body) {
        String text = body instanceof String plain ? plain : Json.write(body);
        return send(
                token,
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(text))
                        .build());
    }

    void delete(String token, String path) {
        body(token, HttpRequest.newBuilder(root.resolve(path)).DELETE().build());
    }

    int port() {
        return root.getPort();
    }

    /** Saves something; its id. */
    String save(String token, String path, Object body) {
        return post(token, path, body).at("/id/id").asText();
    }

    /** Makes a user who may log in with the password of the benchmark; his token. */
    String newUser(String token, String query, Map<String, ?> user) {
        String id = save(token, "/api/user?sendActivationMail=false" + query, user);
        String link = text(token, "/api/user/" + id + "/activationLink");
        String secret = link.substring(link.indexOf("activateToken=") + "activateToken=".length());
        return post(
                        "",
                        "/api/noauth/activate?sendActivationMail=false",
                        Map.of("activateToken", secret, "password", PASSWORD))
                .path("token")
                .asText();
    }

    private String text(String token, String path) {
        return body(token, HttpRequest.newBuilder(root.resolve(path)).build());
    }

    private JsonNode send(String token, HttpRequest request) {
        String text = body(token, request);
        return text.isEmpty() ? Json.object() : Json.read(text, JsonNode.class);
    }

    private String body(String token, HttpRequest request) {
        HttpRequest call = token.isEmpty()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("X-Authorization", "Bearer " + token)
                        .build();
        try {
            HttpResponse<String> answer = http.send(call, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(call + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(call + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int mqttPort() {
        return mqttPort;
    }

    /** Live heap after a full collection, in MB. */
    long heapMegabytes() throws IOException {
        return heapKilobytes() / 1024;
    }

    long heapKilobytes() throws IOException {
        command("GC.run");
        Matcher used = HEAP_USED.matcher(command("GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) : -1;
    }

    /** The start of the table of live objects by class. */
    String histogram(int lines) throws IOException {
        return String.join(
                "\n", command("GC.class_histogram").lines().limit(lines).toList());
    }

    long residentMegabytes() throws IOException {
        return residentKilobytes() / 1024;
    }

    long residentKilobytes() throws IOException {
        return status(RSS);
    }

    /** Threads of the operating system. */
    long threads() throws IOException {
        return status(THREADS);
    }

    /** Files and sockets that the process holds open. */
    long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    private long status(Pattern line) throws IOException {
        Matcher found = line.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    private String command(String name) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        name)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
