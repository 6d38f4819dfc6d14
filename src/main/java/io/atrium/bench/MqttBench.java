package io.atrium.bench;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Telemetry over MQTT with QoS 1: devices one message at a time and with 20 in flight, gateways with 100 points a message;
 * afterwards every acknowledged point is asked for again over REST.
 */
final class MqttBench implements Bench.Benchmark {

    private static final String DEVICE_TOPIC = "v1/devices/me/telemetry";
    private static final String GATEWAY_TOPIC = "v1/gateway/telemetry";
    private static final int BEHIND = 10;
    private static final int ENTRIES = 5;

    @Override
    public String summary() {
        return "MQTT telemetry (--connections=100 --in-flight=20 --points=2 --seconds=10 --rate=0; --idle=10000;"
                + " --host= --port= --tokens=a,b [--topic=] aims at another server)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        String port = Surroundings.option(arguments, "--port=", "");
        if (!port.isEmpty()) {
            elsewhere(arguments, Integer.parseInt(port));
        } else if (Surroundings.number(arguments, "--idle=", 0) > 0) {
            int connections = Surroundings.number(arguments, "--idle=", 0);
            Surroundings.temporary(folder -> idle(folder, connections));
        } else {
            Surroundings.temporary(folder -> ownServer(folder, arguments));
        }
    }

    /** A load, by its row of the table. */
    private record Load(String name, MqttLoad.Push push, String topic, List<MqttPayload> payloads, String target) {}

    private static MqttLoad.Push push(List<String> arguments, int connections, int inFlight) {
        return new MqttLoad.Push(
                Surroundings.number(arguments, "--connections=", connections),
                inFlight,
                Surroundings.number(arguments, "--rate=", 0),
                Duration.ofSeconds(Surroundings.number(arguments, "--warm=", 5)),
                Duration.ofSeconds(Surroundings.number(arguments, "--seconds=", 10)));
    }

    private static void elsewhere(List<String> arguments, int port) throws IOException {
        List<String> tokens =
                List.of(Surroundings.option(arguments, "--tokens=", "").split(","));
        String host = Surroundings.option(arguments, "--host=", "127.0.0.1");
        String topic = Surroundings.option(arguments, "--topic=", DEVICE_TOPIC);
        MqttLoad.Push push = push(arguments, tokens.size(), Surroundings.number(arguments, "--in-flight=", 1));
        MqttPayload payload = MqttPayload.ofDevice(Surroundings.number(arguments, "--points=", 2));
        Figures.head();
        run(
                new MqttLoad.Target(host, port, tokens, topic),
                new Load(
                        push.connections() + " connections, " + push.inFlight() + " in flight",
                        push,
                        topic,
                        List.of(payload),
                        ""));
    }

    private static void ownServer(Path folder, List<String> arguments) throws IOException {
        int points = Surroundings.number(arguments, "--points=", 2);
        int connections = Surroundings.number(arguments, "--connections=", 100);
        try (ScaleServer server = new ScaleServer(folder)) {
            MqttWorld world = new MqttWorld(server);
            Figures.head();
            List<MqttPayload> messages = List.of(MqttPayload.ofDevice(points));
            for (int inFlight : depths(arguments)) {
                List<MqttWorld.Thing> devices = world.devices("Bench " + inFlight, connections, false);
                Load load = new Load(
                        points + "-point messages, " + connections + " connections, " + inFlight + " in flight",
                        push(arguments, connections, inFlight),
                        DEVICE_TOPIC,
                        messages,
                        inFlight == 1 ? ">= 60000 msg/s" : ">= 150000 msg/s");
                long[] acknowledged = run(target(server, devices, load), load);
                long wanted = 0;
                long found = 0;
                for (int i = 0; i < connections; i++) {
                    wanted += acknowledged[i] * Math.min(2, points);
                    found += world.stored(devices.get(i).id());
                }
                Figures.row("points acknowledged / found afterwards", wanted + " / " + found, "the same");
            }
            gateways(server, world, arguments);
        }
        try (BareMqtt bare = new BareMqtt()) {
            for (int inFlight : depths(arguments)) {
                Load load = new Load(
                        "ceiling: bare Netty that acknowledges, " + inFlight + " in flight",
                        push(arguments, connections, inFlight),
                        DEVICE_TOPIC,
                        List.of(MqttPayload.ofDevice(points)),
                        "");
                run(new MqttLoad.Target("127.0.0.1", bare.port, List.of("bare"), DEVICE_TOPIC), load);
            }
        }
    }

    /** How many messages may be in flight, by row: one, and as many as asked for. */
    private static int[] depths(List<String> arguments) {
        return IntStream.of(1, Surroundings.number(arguments, "--in-flight=", 20))
                .distinct()
                .toArray();
    }

    private static void gateways(ScaleServer server, MqttWorld world, List<String> arguments) throws IOException {
        int count = Surroundings.number(arguments, "--gateways=", 10);
        List<MqttWorld.Thing> gateways = world.devices("Gateway", count, true);
        List<MqttPayload> payloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            payloads.add(MqttPayload.ofGateway(i, BEHIND, ENTRIES));
        }
        MqttLoad.Push push = push(arguments, count, 10);
        Load load = new Load(
                payloads.getFirst().points + "-point messages of " + count + " gateways, 10 in flight",
                new MqttLoad.Push(count, 10, push.rate(), push.warm(), push.measured()),
                GATEWAY_TOPIC,
                payloads,
                ">= 500000 points/s");
        long[] acknowledged = run(target(server, gateways, load), load);
        long wanted = 0;
        long found = 0;
        for (int i = 0; i < count; i++) {
            wanted += acknowledged[i] * payloads.get(i).points;
            for (int device = 0; device < BEHIND; device++) {
                found += world.stored(world.idOf(MqttPayload.behind(i, device)));
            }
        }
        Figures.row("points acknowledged / found afterwards", wanted + " / " + found, "the same");
    }

    private static MqttLoad.Target target(ScaleServer server, List<MqttWorld.Thing> things, Load load) {
        List<String> tokens = things.stream().map(MqttWorld.Thing::token).toList();
        return new MqttLoad.Target("127.0.0.1", server.mqttPort(), tokens, load.topic);
    }

    /** Runs a load and prints its rows; the answer is what was acknowledged to each client. */
    private static long[] run(MqttLoad.Target target, Load load) throws IOException {
        long[] acknowledged = new long[load.push.connections()];
        MqttLoad.Outcome outcome = MqttLoad.run(target, load.push, new MqttLoad.Messages() {
            @Override
            public byte[] next(int client, long number) {
                return load.payloads.get(client % load.payloads.size()).next(number);
            }

            @Override
            public void acknowledged(int client) {
                acknowledged[client]++;
            }
        });
        int points = load.payloads.getFirst().points;
        String rate = outcome.perSecond() + " msg/s";
        Figures.row(
                load.name,
                load.target.contains("points") ? outcome.perSecond() * points + " points/s" : rate,
                load.target);
        Figures.row("the same, p50 / p99", Figures.halfAndMost(outcome.nanos()), "");
        if (outcome.lost() > 0) {
            Figures.row("connections that the server cut off", Long.toString(outcome.lost()), "0");
        }
        return acknowledged;
    }

    /** Memory of the server process for connections that do nothing, each of a device of its own. */
    private static void idle(Path folder, int connections) throws IOException {
        try (ScaleServer server = new ScaleServer(folder)) {
            MqttWorld world = new MqttWorld(server);
            List<MqttWorld.Thing> devices = world.devices("Idle", connections, false);
            Figures.head();
            List<SocketChannel> open = new ArrayList<>();
            // The first ones load classes and fill caches that the others share.
            connect(server, devices.subList(0, connections / 10), open);
            long heapBefore = server.heapKilobytes();
            long residentBefore = server.residentKilobytes();
            connect(server, devices.subList(connections / 10, connections), open);
            int more = connections - connections / 10;
            long heap = server.heapKilobytes() - heapBefore;
            long resident = server.residentKilobytes() - residentBefore;
            Figures.row(connections + " idle connections, live heap for each", kilobytes(heap, more), "<= 10 kB");
            Figures.row("the same, resident memory for each", kilobytes(resident, more), "<= 10 kB");
            Figures.row(
                    "connections that are open at the end", Long.toString(alive(open)), Integer.toString(connections));
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    private static String kilobytes(long all, int connections) {
        return String.format(Locale.ROOT, "%.1f kB", (double) all / connections);
    }

    private static void connect(ScaleServer server, List<MqttWorld.Thing> devices, List<SocketChannel> open)
            throws IOException {
        for (MqttWorld.Thing device : devices) {
            open.add(MqttLoad.connect("127.0.0.1", server.mqttPort(), device.token(), device.id()));
        }
    }

    private static long alive(List<SocketChannel> open) throws IOException {
        long alive = 0;
        for (SocketChannel channel : open) {
            if (MqttLoad.ping(channel)) {
                alive++;
            }
        }
        return alive;
    }
}
