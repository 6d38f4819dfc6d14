package io.atrium.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The time from SIGTERM to the end of the packaged server's process, its PostgreSQL included, with live views, long polls,
 * MQTT sessions that publish, half requests and clients that read nothing. With {@code ATRIUM_DATABASE_URL} it is the time
 * without a PostgreSQL of its own.
 */
final class StopBench implements Bench.Benchmark {

    private static final int DEVICES = 50;
    private static final int FOLLOWERS = 50;
    private static final int HALVES = 20;
    private static final int RATE = 2_000;
    private static final int NARROW = 2_048;

    @Override
    public String summary() {
        return "SIGTERM to gone with everything open, after some load (--stops=5 --seconds=10)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        int stops = Surroundings.number(arguments, "--stops=", 5);
        int seconds = Surroundings.number(arguments, "--seconds=", 10);
        Surroundings.temporary(folder -> {
            long[] nanos = new long[stops];
            for (int i = 0; i < stops; i++) {
                // Each in a folder of its own, for the world is made anew.
                nanos[i] = stop(folder.resolve("stop" + i), seconds);
            }
            Figures.head();
            for (long one : nanos) {
                Figures.row("SIGTERM to gone", Figures.millis(one), "<= 2 s");
            }
        });
    }

    private static long stop(Path folder, int seconds) throws Exception {
        Files.createDirectory(folder);
        List<AutoCloseable> open = new ArrayList<>();
        long began;
        LivePump pump;
        try (ScaleServer server = new ScaleServer(folder)) {
            pump = connect(server, open, folder.getFileName().toString());
            TimeUnit.SECONDS.sleep(seconds);
            if (pump.acknowledged() == 0) {
                throw new IllegalStateException("The devices did not publish");
            }
            pump.expectEnd();
            began = System.nanoTime();
        }
        long nanos = System.nanoTime() - began;
        pump.close();
        for (AutoCloseable one : open) {
            one.close();
        }
        return nanos;
    }

    private static LivePump connect(ScaleServer server, List<AutoCloseable> open, String name) throws Exception {
        String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
        String tenant = server.save(system, "/api/tenant", Map.of("title", name));
        String admin = server.newUser(
                system,
                "",
                Map.of(
                        "email",
                        name + "@stop.example",
                        "authority",
                        "TENANT_ADMIN",
                        "tenantId",
                        Map.of("entityType", "TENANT", "id", tenant)));
        List<String> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            devices.add(server.save(
                    admin,
                    "/api/device?accessToken=" + LivePump.token(i),
                    Map.of("name", "Stop " + i, "type", "default")));
        }
        for (int i = 0; i < FOLLOWERS; i++) {
            open.add(LiveFollower.open(server.port(), admin, List.of(devices.get(i % DEVICES)))::close);
            String poll =
                    "GET /api/v1/" + LivePump.token(i % DEVICES) + "/attributes/updates?timeout=600000 HTTP/1.1\r\n";
            open.add(say(server.port(), poll + "Host: x\r\n\r\n"));
        }
        for (int i = 0; i < HALVES; i++) {
            open.add(say(server.port(), "GET /api/auth/user HTTP/1.1\r\nX-Half: "));
            open.add(say(server.port(), "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"));
            open.add(mute(server.port()));
        }
        LivePump pump = new LivePump(server.mqttPort(), DEVICES, RATE);
        pump.start();
        return pump;
    }

    private static Socket say(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** A client that asks for a megabyte and more, and reads nothing. */
    private static SocketChannel mute(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        byte[] ask = "GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"
                .repeat(20)
                .getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(ask));
        return channel;
    }
}
