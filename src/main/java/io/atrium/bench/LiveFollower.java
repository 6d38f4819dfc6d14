package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One client that follows many devices, one subscription each, and notes how old each reading is when it comes. */
final class LiveFollower implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int COMMANDS_PER_MESSAGE = 10;
    private static final long ANSWER_SECONDS = 60;
    private static final int MAX_SAMPLES = 1 << 20;

    private final CountDownLatch answered;
    private final StringBuilder part = new StringBuilder();
    private long[] samples = new long[1024];
    private int count;
    private volatile long lastReadingAt;
    private volatile long lastEndAt;
    private volatile long ends;
    private long frames;
    private @Nullable WebSocket socket;

    private LiveFollower(int subscriptions) {
        answered = new CountDownLatch(subscriptions);
    }

    static LiveFollower open(int port, String token, List<String> devices) throws InterruptedException {
        LiveFollower follower = new LiveFollower(devices.size());
        WebSocket socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/ws?token=" + token), follower)
                .join();
        follower.socket = socket;
        for (int first = 0; first < devices.size(); first += COMMANDS_PER_MESSAGE) {
            StringBuilder message = new StringBuilder("{\"cmds\":[");
            for (int i = first; i < Math.min(first + COMMANDS_PER_MESSAGE, devices.size()); i++) {
                message.append(i == first ? "" : ",")
                        .append("{\"type\":\"TIMESERIES\",\"entityType\":\"DEVICE\",\"keys\":\"n\",\"cmdId\":")
                        .append(i)
                        .append(",\"entityId\":\"")
                        .append(devices.get(i))
                        .append("\"}");
            }
            socket.sendText(message.append("]}"), true).join();
        }
        if (!follower.answered.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Subscriptions without an answer: " + follower.answered.getCount());
        }
        return follower;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            take(Json.read(part.toString(), JsonNode.class), System.nanoTime());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    private synchronized void take(JsonNode frame, long now) {
        if (answered.getCount() > 0) {
            answered.countDown();
        }
        if (frame.path("errorCode").asInt() != 0) {
            ends++;
            lastEndAt = now;
            return;
        }
        frames++;
        frame.at("/data/n").forEach(point -> {
            lastReadingAt = now;
            note(now - point.path(1).asLong());
        });
    }

    private void note(long nanos) {
        if (count == samples.length && count < MAX_SAMPLES) {
            samples = Arrays.copyOf(samples, count * 2);
        }
        if (count < samples.length) {
            samples[count++] = nanos;
        }
    }

    /** Forgets the readings so far. */
    synchronized void reset() {
        count = 0;
        frames = 0;
    }

    /** Frames with readings. */
    synchronized long frames() {
        return frames;
    }

    synchronized LongStream latencies() {
        return Arrays.stream(Arrays.copyOf(samples, count));
    }

    long lastReadingAt() {
        return lastReadingAt;
    }

    long lastEndAt() {
        return lastEndAt;
    }

    long ends() {
        return ends;
    }

    void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
