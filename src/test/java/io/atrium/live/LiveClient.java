package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket client, with all frames kept in order. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final List<JsonNode> frames = new ArrayList<>();
    private final List<Received> history = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private int closeCode;
    private String closeReason = "";
    private long closedAt;
    private volatile long lastFrameAt;
    private @Nullable WebSocket socket;

    private record Received(long at, JsonNode frame) {}

    static LiveClient open(int port, String path) {
        return open(port, path, Map.of());
    }

    static LiveClient open(int port, String path, Map<String, String> headers) {
        LiveClient client = new LiveClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(LIMIT);
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), client)
                .join();
        return client;
    }

    // ---- out ---------------------------------------------------------------------------------------------------

    LiveClient send(String text) {
        if (socket != null) {
            socket.sendText(text, true).join();
        }
        return this;
    }

    /** Sends commands as a list; each is a JSON object. */
    LiveClient commands(String... commands) {
        return send("{\"cmds\":[" + String.join(",", commands) + "]}");
    }

    // ---- in ----------------------------------------------------------------------------------------------------

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            JsonNode frame = Json.read(part.toString(), JsonNode.class);
            part.setLength(0);
            long at = System.nanoTime();
            lastFrameAt = at;
            change(() -> {
                frames.add(frame);
                history.add(new Received(at, frame));
            });
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        change(() -> {
            closedAt = System.nanoTime();
            closeCode = code;
            closeReason = reason;
        });
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
        change(() -> {
            if (closeCode == 0) {
                closedAt = System.nanoTime();
                closeCode = -1;
                closeReason = String.valueOf(fault);
            }
        });
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something holds; false if it does not in time. */
    private boolean await(BooleanSupplier condition, Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = news.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first frame that suits; those before it are dropped. */
    JsonNode next(Predicate<JsonNode> suits) {
        JsonNode[] found = new JsonNode[1];
        boolean came = await(
                () -> {
                    while (!frames.isEmpty() && found[0] == null) {
                        JsonNode frame = frames.removeFirst();
                        found[0] = suits.test(frame) ? frame : null;
                    }
                    return found[0] != null || closeCode != 0;
                },
                LIMIT);
        if (!came || found[0] == null) {
            throw new AssertionError("No such frame; closed with " + closeCode + " " + closeReason);
        }
        return found[0];
    }

    JsonNode next() {
        return next(frame -> true);
    }

    /** The next frame of a subscription. */
    JsonNode next(int id) {
        return next(frame -> id(frame) == id);
    }

    static int id(JsonNode frame) {
        return frame.path("cmdId").asInt(frame.path("subscriptionId").asInt(Integer.MIN_VALUE));
    }

    /** All frames so far, without taking them. */
    List<JsonNode> seen() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    /** How the server ended the line: code and reason. */
    String closed() {
        if (!await(() -> closeCode != 0, LIMIT)) {
            throw new AssertionError("The line is still open; frames: " + seen());
        }
        return closeCode + " " + closeReason;
    }

    boolean isClosed() {
        return await(() -> closeCode != 0, Duration.ZERO);
    }

    /** When the last frame that suits came, taken or not; 0 if there was none. */
    long lastForeignAt(Predicate<JsonNode> suits) {
        lock.lock();
        try {
            return history.stream()
                    .filter(received -> suits.test(received.frame()))
                    .mapToLong(Received::at)
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    long closedAt() {
        return closedAt;
    }

    long lastFrameAt() {
        return lastFrameAt;
    }

    /**
     * Waits until the server has done all that was sent before: commands are done in order, and this one is answered
     * last.
     */
    List<JsonNode> settled() {
        commands("{\"type\":\"ALARM_STATUS\",\"cmdId\":999999}");
        List<JsonNode> before = new ArrayList<>();
        next(frame -> {
            if (id(frame) == 999_999) {
                return true;
            }
            before.add(frame);
            return false;
        });
        return before;
    }

    static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
