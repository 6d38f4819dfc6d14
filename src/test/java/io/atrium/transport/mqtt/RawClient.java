package io.atrium.transport.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An MQTT client that sends exactly the bytes that a test wants and shows exactly what comes back. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    private static final int WAIT_MILLIS = 10_000;

    /** Protocol levels. */
    static final int V31 = 3;

    static final int V311 = 4;
    static final int V5 = 5;

    /** One packet; the flags are the lower four bits of its first byte. */
    record Packet(int type, int flags, byte[] body) {

        int at(int index) {
            return body[index] & 0xFF;
        }

        int packetId() {
            return at(0) << 8 | at(1);
        }

        /** The code of a CONNACK; the reason of a DISCONNECT. */
        int code() {
            return type == CONNACK ? at(1) : body.length == 0 ? 0 : at(0);
        }

        /** The reason of PUBACK and its relatives. */
        int reason() {
            return body.length < 3 ? 0 : at(2);
        }

        String topic() {
            return new String(body, 2, packetId(), StandardCharsets.UTF_8);
        }

        /** Of a PUBLISH; properties must be absent or empty. */
        String payload(int version) {
            int from = 2 + packetId() + ((flags & 6) == 0 ? 0 : 2) + (version == V5 ? 1 : 0);
            return new String(body, from, body.length - from, StandardCharsets.UTF_8);
        }

        int publishId() {
            int from = 2 + packetId();
            return at(from) << 8 | at(from + 1);
        }

        boolean holds(String text) {
            return new String(body, StandardCharsets.UTF_8).contains(text);
        }
    }

    final int version;
    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket, int version) throws IOException {
        this.socket = socket;
        this.version = version;
        socket.setSoTimeout(WAIT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient open(int port, int version) {
        try {
            return new RawClient(new Socket("127.0.0.1", port), version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawClient over(Socket socket, int version) {
        try {
            return new RawClient(socket, version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that was let in. */
    static RawClient connected(int port, int version, String token) {
        RawClient client = open(port, version);
        Packet answer = client.connect("", token, null);
        if (answer.type != CONNACK || answer.code() != 0) {
            throw new AssertionError("refused with " + answer.code());
        }
        return client;
    }

    Packet connect(String clientId, @Nullable String user, @Nullable String password) {
        send(0x10, connectBody(clientId, user, password));
        return read();
    }

    byte[] connectBody(String clientId, @Nullable String user, @Nullable String password) {
        Bytes body = new Bytes()
                .text(version == V31 ? "MQIsdp" : "MQTT")
                .put(version)
                .put(2 | (user == null ? 0 : 0x80) | (password == null ? 0 : 0x40))
                .number(60);
        if (version == V5) {
            body.put(0);
        }
        body.text(clientId);
        if (user != null) {
            body.text(user);
        }
        if (password != null) {
            body.text(password);
        }
        return body.all();
    }

    void publish(String topic, int quality, int packetId, String payload) {
        publish(topic, quality, packetId, payload.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String topic, int quality, int packetId, byte[] payload) {
        Bytes body = new Bytes().text(topic);
        if (quality > 0) {
            body.number(packetId);
        }
        if (version == V5) {
            body.put(0);
        }
        send(0x30 | quality << 1, body.bytes(payload).all());
    }

    Packet subscribe(int packetId, int quality, String... filters) {
        Bytes body = new Bytes().number(packetId);
        if (version == V5) {
            body.put(0);
        }
        for (String filter : filters) {
            body.text(filter).put(quality);
        }
        send(0x82, body.all());
        return read();
    }

    Packet unsubscribe(int packetId, String... filters) {
        Bytes body = new Bytes().number(packetId);
        if (version == V5) {
            body.put(0);
        }
        for (String filter : filters) {
            body.text(filter);
        }
        send(0xA2, body.all());
        return read();
    }

    /** The codes at the end of a SUBACK or UNSUBACK. */
    static int[] codes(Packet packet, int version) {
        int from = version == V5 ? 3 : 2;
        int[] codes = new int[packet.body.length - from];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = packet.at(from + i);
        }
        return codes;
    }

    void ack(int packetId) {
        send(0x40, new Bytes().number(packetId).all());
    }

    void send(int first, byte[] body) {
        Bytes packet = new Bytes().put(first);
        int rest = body.length;
        do {
            packet.put(rest > 0x7F ? rest & 0x7F | 0x80 : rest);
            rest >>>= 7;
        } while (rest > 0);
        raw(packet.bytes(body).all());
    }

    void raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The server may have closed; what it said before is read next.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet; fails if the connection ends or nothing comes. */
    Packet read() {
        try {
            return packet();
        } catch (IOException e) {
            throw new UncheckedIOException("no packet came", e);
        }
    }

    private Packet packet() throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        byte[] body = new byte[length];
        in.readFully(body);
        return new Packet(first >> 4, first & 0xF, body);
    }

    /** True if the server closes the connection without another packet. */
    boolean isClosed() {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError("a packet of type " + (next >> 4) + " instead of the end");
            }
            return true;
        } catch (EOFException | SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the connection stays open", e);
        }
    }

    /** True if the connection still answers. */
    boolean answersPing() {
        send(0xC0, new byte[0]);
        return read().type == PINGRESP;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts packets together. */
    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes put(int value) {
            out.write(value);
            return this;
        }

        Bytes number(int value) {
            return put(value >> 8).put(value);
        }

        Bytes text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return number(bytes.length).bytes(bytes);
        }

        Bytes bytes(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] all() {
            return out.toByteArray();
        }
    }
}
