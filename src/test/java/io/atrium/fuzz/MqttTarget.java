package io.atrium.fuzz;

import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.transport.mqtt.MqttConfig;
import io.atrium.transport.mqtt.MqttServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT listener, from the socket to ingest. The lowest bits of the first byte choose what comes before the other bytes: a
 * CONNECT of MQTT 3.1.1 or 5 by a device or a gateway, or nothing. However the bytes look, the connection ends when
 * the client's side does, and nothing is logged as an error of ours.
 */
public final class MqttTarget {

    private static final int VERSION_5 = 1;
    private static final int AS_GATEWAY = 2;
    private static final int WITHOUT_CONNECT = 4;
    private static final int CONNECT = 0x10;
    private static final int CLEAN_WITH_USER = 0x82;
    private static final int END_MILLIS = 10_000;

    private static final AtomicReference<@Nullable String> FAULT = new AtomicReference<>();
    private static final TestWorld WORLD = new TestWorld();
    private static final String DEVICE = token(Map.of("name", "Fuzzed"));
    private static final String GATEWAY =
            token(Map.of("name", "Fuzzed gateway", "additionalInfo", Map.of("gateway", true)));
    private static final MqttServer SERVER = new MqttServer(
            WORLD.ingest.gateway(),
            TestWorld.settings(MqttConfig.class),
            Duration.ofSeconds(600),
            WORLD.platform.ids());
    private static final int PORT = SERVER.listen("127.0.0.1", 0);

    static {
        Logger.getLogger("io.atrium").addHandler(new Faults());
    }

    private MqttTarget() {}

    private static String token(Map<String, ?> device) {
        UUID id = WORLD.save(WORLD.admin, "/api/device", device);
        return Json.read(
                        WORLD.api
                                .get(WORLD.admin, "/api/device/" + id + "/credentials")
                                .text(),
                        com.fasterxml.jackson.databind.JsonNode.class)
                .path("credentialsId")
                .asText();
    }

    /** The entry point that the fuzzer knows by name. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            socket.setSoTimeout(END_MILLIS);
            socket.setTcpNoDelay(true);
            send(socket, input);
            readToEnd(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("The connection did not end", e);
        }
        String fault = FAULT.getAndSet(null);
        if (fault != null) {
            throw new AssertionError(fault);
        }
    }

    private static void send(Socket socket, byte[] input) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            if ((input[0] & WITHOUT_CONNECT) == 0) {
                out.write(connect((input[0] & VERSION_5) != 0, (input[0] & AS_GATEWAY) == 0 ? DEVICE : GATEWAY));
            }
            out.write(input, 1, input.length - 1);
            socket.shutdownOutput();
        } catch (SocketException cut) {
            // The server may end a connection that makes no sense before it has read all.
            Objects.requireNonNull(cut);
        }
    }

    private static void readToEnd(InputStream in) throws IOException {
        try {
            in.skip(Long.MAX_VALUE);
            while (in.read() >= 0) {
                in.skip(Long.MAX_VALUE);
            }
        } catch (SocketException reset) {
            Objects.requireNonNull(reset);
        }
    }

    private static byte[] connect(boolean five, String token) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(five ? 5 : 4);
        body.write(CLEAN_WITH_USER);
        body.write(0);
        body.write(60);
        if (five) {
            body.write(0);
        }
        text(body, "fuzzer");
        text(body, token);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(CONNECT);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /** Remembers the first error of ours. */
    private static final class Faults extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                FAULT.compareAndSet(null, entry.getMessage() + ": " + entry.getThrown());
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
