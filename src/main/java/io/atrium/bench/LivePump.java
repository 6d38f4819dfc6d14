package io.atrium.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Devices that publish in turn at a steady rate over MQTT, each on a connection of its own. The value of a reading is the
 * moment at which it was handed to the socket; each reading of a device has a millisecond of its own, so that none takes the
 * place of another.
 */
final class LivePump implements AutoCloseable {

    private static final String TOPIC = "v1/devices/me/telemetry";
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int STEPS = 3_600;

    private final MqttLoad.Target target;
    private final MqttLoad.Push push;
    private final InstantSource clock = InstantSource.system();
    private final long[] times;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile long lost;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    LivePump(int mqttPort, int devices, int rate) {
        this(mqttPort, devices, rate, 1);
    }

    /**
     * @param inFlight most unacknowledged messages of a device
     */
    LivePump(int mqttPort, int devices, int rate, int inFlight) {
        List<String> tokens =
                IntStream.range(0, devices).mapToObj(LivePump::token).toList();
        times = new long[devices];
        target = new MqttLoad.Target("127.0.0.1", mqttPort, tokens, TOPIC);
        push = new MqttLoad.Push(devices, inFlight, rate, Duration.ZERO, STEP);
    }

    static String token(int device) {
        return "live-token-" + device;
    }

    void start() {
        thread = Thread.ofPlatform().name("pump").start(this::run);
    }

    private void run() {
        try {
            MqttLoad.run(
                    target,
                    push,
                    new MqttLoad.Messages() {
                        @Override
                        public byte[] next(int client, long number) {
                            times[client] = Math.max(times[client] + 1, clock.millis());
                            return ("{\"ts\":" + times[client] + ",\"values\":{\"n\":" + System.nanoTime() + "}}")
                                    .getBytes(StandardCharsets.US_ASCII);
                        }

                        @Override
                        public void acknowledged(int client) {
                            acknowledged.incrementAndGet();
                        }
                    },
                    STEPS,
                    outcome -> lost = outcome.lost());
        } catch (IOException e) {
            if (!stopped) {
                throw new IllegalStateException("The devices stopped publishing", e);
            }
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** Connections that the server cut off. */
    long lost() {
        return lost;
    }

    /** From now on it is no fault if the server is gone. */
    void expectEnd() {
        stopped = true;
    }

    /** Interrupts the thread, which closes its connections, and waits for its end. */
    @Override
    public void close() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
