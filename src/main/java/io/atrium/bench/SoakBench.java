package io.atrium.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A server under a steady load of MQTT messages for a long time: a row for every minute with what may not grow, and in the
 * end the count of what was acknowledged and what is stored.
 */
final class SoakBench implements Bench.Benchmark {

    private static final String TOPIC = "v1/devices/me/telemetry";
    private static final int POINTS = 2;
    private static final int MINUTES = 30;
    /** As ./atrium starts it: what decides how soon memory comes back after a load. */
    private static final List<String> MEMORY =
            List.of("-XX:G1PeriodicGCInterval=20000", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30");

    private static final Duration REST = Duration.ofMinutes(1);
    private static final int HALF_OF_THE_MOST = 33_000;

    @Override
    public String summary() {
        return "a steady load for a long time (--minutes=30 --rate=33000 --connections=100; --collect=0 asks for no collections)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        Surroundings.temporary(folder -> soak(folder, arguments));
    }

    private static void soak(Path folder, List<String> arguments) throws IOException {
        int connections = Surroundings.number(arguments, "--connections=", 100);
        MqttLoad.Push push = new MqttLoad.Push(
                connections,
                1,
                Surroundings.number(arguments, "--rate=", HALF_OF_THE_MOST),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1));
        try (ScaleServer server = new ScaleServer(folder, MEMORY)) {
            MqttWorld world = new MqttWorld(server);
            List<MqttWorld.Thing> devices = world.devices("Soak", connections, false);
            List<String> tokens = devices.stream().map(MqttWorld.Thing::token).toList();
            long[] acknowledged = new long[connections];
            MqttPayload payload = MqttPayload.ofDevice(POINTS);
            MqttLoad.run(
                    new MqttLoad.Target("127.0.0.1", server.mqttPort(), tokens, TOPIC),
                    push,
                    new MqttLoad.Messages() {
                        @Override
                        public byte[] next(int client, long number) {
                            return payload.next(number);
                        }

                        @Override
                        public void acknowledged(int client) {
                            acknowledged[client]++;
                        }
                    },
                    Surroundings.number(arguments, "--minutes=", MINUTES),
                    new Rows(server, Surroundings.number(arguments, "--collect=", 1) == 1));
            System.out.printf("%nresident when the load ended: %d MB%n", server.residentMegabytes());
            rest();
            System.out.printf("a minute later, without a collection asked for: %d MB%n", server.residentMegabytes());
            long wanted = 0;
            long found = 0;
            for (int i = 0; i < connections; i++) {
                wanted += acknowledged[i] * POINTS;
                found += world.stored(devices.get(i).id());
            }
            System.out.printf("%npoints acknowledged / found afterwards: %d / %d%n", wanted, found);
        }
    }

    private static void rest() {
        long end = System.nanoTime() + REST.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    /** Prints a row for every minute. */
    private static final class Rows implements Consumer<MqttLoad.Outcome> {

        private final ScaleServer server;
        private final boolean collects;
        private int minute;

        Rows(ScaleServer server, boolean collects) {
            this.server = server;
            this.collects = collects;
            System.out.printf(
                    "%6s %9s %9s %9s %9s %7s %9s %9s %8s %7s%n",
                    "minute", "msg/s", "p50 ms", "p99 ms", "max ms", "lost", "heap MB", "RSS MB", "threads", "files");
        }

        @Override
        public void accept(MqttLoad.Outcome outcome) {
            minute++;
            long[] nanos = outcome.nanos();
            try {
                // The live heap needs a full collection; the clients wait for it in the minute that begins.
                System.out.printf(
                        Locale.ROOT,
                        "%6d %9d %9.2f %9.2f %9.1f %7d %9d %9d %8d %7d%n",
                        minute,
                        outcome.perSecond(),
                        Figures.percentile(nanos, 0.5) / 1e6,
                        Figures.percentile(nanos, 0.99) / 1e6,
                        Figures.percentile(nanos, 1) / 1e6,
                        outcome.lost(),
                        collects ? server.heapMegabytes() : -1,
                        server.residentMegabytes(),
                        server.threads(),
                        server.openFiles());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
