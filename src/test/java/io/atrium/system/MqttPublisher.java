package io.atrium.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** Publishes numbered messages with QoS 1, a window at a time, until the connection ends; counts what was acknowledged. */
final class MqttPublisher implements Runnable {

    private static final int WINDOW = 20;
    private static final int PUBACK = 0x40;
    private static final int WAIT_MILLIS = 30_000;

    private final int port;
    private final String token;
    private final String topic;
    private final LongFunction<String> payload;
    /** Messages with lower numbers were acknowledged. */
    volatile long acknowledged;

    MqttPublisher(int port, String token, String topic, long first, LongFunction<String> payload) {
        this.port = port;
        this.token = token;
        this.topic = topic;
        this.acknowledged = first;
        this.payload = payload;
    }

    @Override
    public void run() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(WAIT_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(connect());
            if (in.readInt() != 0x20020000) {
                throw new IllegalStateException("The CONNECT was refused");
            }
            publish(socket, in);
        } catch (IOException e) {
            // The server was killed, which is what the test is about.
            return;
        }
    }

    private void publish(Socket socket, DataInputStream in) throws IOException {
        while (true) {
            ByteArrayOutputStream window = new ByteArrayOutputStream();
            for (int i = 0; i < WINDOW; i++) {
                window.writeBytes(message(i + 1, payload.apply(acknowledged + i)));
            }
            socket.getOutputStream().write(window.toByteArray());
            for (int i = 0; i < WINDOW; i++) {
                if (in.readUnsignedByte() != PUBACK || in.readUnsignedByte() != 2 || in.readUnsignedShort() != i + 1) {
                    throw new IllegalStateException("Not the acknowledgement of message " + (i + 1));
                }
                acknowledged++;
            }
        }
    }

    private byte[] connect() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0x82, 0, 0, 0, 0});
        text(body, token);
        return packet(0x10, body);
    }

    private byte[] message(int packetId, String text) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        body.write(packetId >> 8);
        body.write(packetId);
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return packet(0x32, body);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] packet(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.size();
        do {
            packet.write(rest > 0x7F ? rest & 0x7F | 0x80 : rest);
            rest >>>= 7;
        } while (rest > 0);
        try {
            body.writeTo(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packet.toByteArray();
    }
}
