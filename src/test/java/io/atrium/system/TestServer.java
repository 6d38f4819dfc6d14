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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The packaged server as a process of its own, on free ports and in a folder of its own. */
final class TestServer implements AutoCloseable {

    static final String SYSADMIN = "sysadmin@atrium.local";
    static final String PASSWORD = "system-test-secret";

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private final Path data;
    private final Map<String, String> settings;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL_LIMIT)
            .build();
    private @Nullable Process process;
    private int port;

    private TestServer(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
    }

    /** Starts an empty server in a new folder. */
    static TestServer start(Map<String, String> settings) {
        try {
            return start(Files.createTempDirectory("atrium-system-test"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server over a folder, whatever it holds; the folder goes with the server. */
    static TestServer start(Path data, Map<String, String> settings) throws IOException {
        TestServer server = new TestServer(data, new HashMap<>(settings));
        server.startAgain();
        return server;
    }

    static TestServer start() {
        return start(Map.of());
    }

    /** Starts the server over the data that is there. */
    void startAgain() throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: system tests run after mvn package");
        }
        Files.deleteIfExists(data.resolve("ports.json"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                JAR.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("ATRIUM_DATA", data.toString());
        environment.put("ATRIUM_HTTP_PORT", "0");
        environment.put("ATRIUM_MQTT_PORT", "0");
        environment.put("ATRIUM_SYSADMIN_PASSWORD", PASSWORD);
        environment.put("ATRIUM_DEMO", "false");
        environment.putAll(settings);
        process = builder.start();
        awaitReady();
    }

    /** Changes a setting of the next start. */
    void set(String name, String value) {
        settings.put(name, value);
    }

    private void awaitReady() throws IOException {
        Process started = process();
        await(START_LIMIT, () -> !started.isAlive() || Files.exists(data.resolve("ports.json")));
        if (!started.isAlive() || !Files.exists(data.resolve("ports.json"))) {
            throw new IllegalStateException("The server did not start:\n" + Files.readString(log()));
        }
        port = Json.read(Files.readString(data.resolve("ports.json")), JsonNode.class)
                .path("http")
                .asInt();
        await(START_LIMIT, () -> get("", "/api/health/ready").status() == 200);
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("The server is not started");
        }
        return process;
    }

    Path log() {
        return data.resolve("server.out");
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    long pid() {
        return process().pid();
    }

    /** SIGTERM, as an operator stops it. */
    void stop() {
        end(process().toHandle().destroy());
    }

    /** SIGKILL: nothing gets a chance to clean up. */
    void kill() {
        end(process().toHandle().destroyForcibly());
    }

    private void end(boolean asked) {
        try {
            if (!asked || !process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process().destroyForcibly();
                throw new IllegalStateException("The server did not stop within " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------

    /** What came back. */
    record Answer(int status, String text, Map<String, List<String>> headers) {
        JsonNode json() {
            return text.isEmpty() ? Json.object() : Json.read(text, JsonNode.class);
        }

        String id() {
            return json().at("/id/id").asText();
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of(""))
                    .getFirst();
        }
    }

    Answer get(String token, String path) {
        return call(token, "GET", path, null);
    }

    Answer post(String token, String path, Object body) {
        return call(token, "POST", path, body instanceof String text ? text : Json.write(body));
    }

    Answer delete(String token, String path) {
        return call(token, "DELETE", path, null);
    }

    Answer call(String token, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(CALL_LIMIT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("X-Authorization", token.startsWith("ApiKey ") ? token : "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A call that must succeed. */
    Answer ok(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("Expected 200 but got " + answer);
        }
        return answer;
    }

    String login(String user, String password) {
        return ok(post("", "/api/auth/login", Map.of("username", user, "password", password)))
                .json()
                .path("token")
                .asText();
    }

    /** A tenant with an administrator who is logged in. */
    Tenant newTenant(String title) {
        String system = login(SYSADMIN, PASSWORD);
        String tenant = ok(post(system, "/api/tenant", Map.of("title", title))).id();
        String email = "admin-" + tenant.substring(28) + "@example.org";
        String user = ok(post(
                        system,
                        "/api/user?sendActivationMail=false",
                        Map.of(
                                "email",
                                email,
                                "authority",
                                "TENANT_ADMIN",
                                "tenantId",
                                Map.of("entityType", "TENANT", "id", tenant))))
                .id();
        return new Tenant(tenant, activate(system, user, "tenant-secret"), email, user);
    }

    /** A tenant by id, with its administrator's token. */
    record Tenant(String id, String token, String email, String userId) {}

    /** Follows a user's activation link; the answer is the user's token. */
    String activate(String administrator, String userId, String password) {
        String link = ok(get(administrator, "/api/user/" + userId + "/activationLink"))
                .text();
        String activateToken = link.substring(link.indexOf("activateToken=") + "activateToken=".length());
        return ok(post(
                        "",
                        "/api/noauth/activate?sendActivationMail=false",
                        Map.of("activateToken", activateToken, "password", password)))
                .json()
                .path("token")
                .asText();
    }

    /** Waits until a condition holds, at most for the given time. */
    static void await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        try {
            if (process().isAlive()) {
                stop();
            }
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
