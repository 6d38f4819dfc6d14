package io.atrium.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * MQTT 3.1.1 clients on one thread that publish with QoS 1, each with a number of messages on their way at a time. One
 * selector instead of a thread for each client, because the server under load needs the cores.
 */
final class MqttLoad {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;

    private static final int CONNECT_BYTE = 0x10;
    private static final int PUBLISH_QOS1_BYTE = 0x32;
    private static final int MAX_PACKET_ID = 65_535;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int MESSAGE_BYTES = 16 << 10;
    private static final long SELECT_MILLIS = 100;
    private static final long GIVE_UP_NANOS = Duration.ofSeconds(30).toNanos();

    /** What each client sends. */
    interface Messages {
        /** The payload of a client's message, counted from 0; may be one array that is filled anew each time. */
        byte[] next(int client, long number);

        /** A message of this client was acknowledged; told while warming up, too. */
        default void acknowledged(int client) {}
    }

    /** Who connects, and what to. */
    record Target(String host, int port, List<String> tokens, String topic) {}

    /**
     * How hard to push.
     *
     * @param inFlight most unacknowledged messages of a client
     * @param rate messages a second of all clients together; 0 is as many as the server takes
     */
    record Push(int connections, int inFlight, int rate, Duration warm, Duration measured) {}

    /**
     * What came of it.
     *
     * @param messages acknowledged after the warm-up
     * @param lost clients that the server cut off
     * @param nanos from the write of a message to its PUBACK, unsorted
     */
    record Outcome(long messages, long lost, double seconds, long[] nanos) {

        long perSecond() {
            return Math.round(messages / seconds);
        }
    }

    private final Target target;
    private final Push push;
    private final Messages source;
    private final byte[] topic;
    private final List<Client> clients = new ArrayList<>();
    /** Those that have something to send after a round. */
    private final List<Client> unsent = new ArrayList<>();

    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long warmUntil;
    private long end;
    private long written;
    private int turn;
    private long messages;
    private long lost;
    private long[] nanos = new long[1 << 16];

    private MqttLoad(Target target, Push push, Messages source) {
        this.target = target;
        this.push = push;
        this.source = source;
        this.topic = target.topic.getBytes(StandardCharsets.UTF_8);
    }

    /** Publishes until the time is over, then waits for what is on its way. */
    static Outcome run(Target target, Push push, Messages source) throws IOException {
        Outcome[] last = new Outcome[1];
        run(target, push, source, 1, outcome -> last[0] = outcome);
        return last[0];
    }

    /** The same over the same connections for several measured times in a row, each told as soon as it is over. */
    static void run(Target target, Push push, Messages source, int times, Consumer<Outcome> told) throws IOException {
        MqttLoad load = new MqttLoad(target, push, source);
        try (Selector selector = Selector.open()) {
            load.connect(selector);
            load.loop(selector, times, told);
        } finally {
            for (Client client : load.clients) {
                client.channel.close();
            }
        }
    }

    /** What came since the last call. */
    private Outcome outcome() {
        Outcome outcome =
                new Outcome(messages, lost, push.measured.toNanos() / 1e9, Arrays.copyOf(nanos, (int) messages));
        messages = 0;
        return outcome;
    }

    /** Opens a connection and waits until the server has let it in. */
    static SocketChannel connect(String host, int port, String token, String clientId) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer answer = ByteBuffer.allocate(4);
        channel.write(connectPacket(token, clientId));
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
            continue;
        }
        if (answer.hasRemaining() || answer.get(0) >> 4 != CONNACK || answer.get(3) != 0) {
            channel.close();
            throw new IOException("The server refused a CONNECT: " + Arrays.toString(answer.array()));
        }
        return channel;
    }

    /** True if the server answers a PINGREQ on a connection that is not in use otherwise. */
    static boolean ping(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(2);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xC0, 0}));
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
            continue;
        }
        return !answer.hasRemaining() && (answer.get(0) & 0xFF) == 0xD0;
    }

    private static ByteBuffer connectPacket(String token, String clientId) {
        byte[] user = token.getBytes(StandardCharsets.UTF_8);
        byte[] client = clientId.getBytes(StandardCharsets.UTF_8);
        int length = 10 + 2 + client.length + 2 + user.length;
        ByteBuffer packet = ByteBuffer.allocate(length + 3);
        packet.put((byte) CONNECT_BYTE);
        putLength(packet, length);
        packet.put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0x82, 0, 0});
        packet.putShort((short) client.length).put(client);
        packet.putShort((short) user.length).put(user);
        return packet.flip();
    }

    private static void putLength(ByteBuffer out, int length) {
        int rest = length;
        while (rest > 0x7F) {
            out.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private void connect(Selector selector) throws IOException {
        for (int i = 0; i < push.connections; i++) {
            SocketChannel channel =
                    connect(target.host, target.port, target.tokens.get(i % target.tokens.size()), "bench-" + i);
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Client client = new Client(i, channel, key);
            key.attach(client);
            clients.add(client);
        }
    }

    private void loop(Selector selector, int times, Consumer<Outcome> told) throws IOException {
        warmUntil = System.nanoTime() + push.warm.toNanos();
        end = warmUntil + push.measured.toNanos() * times;
        long tellAt = warmUntil + push.measured.toNanos();
        if (push.rate == 0) {
            for (Client client : clients) {
                client.fill();
            }
        }
        while (!isDone()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
            if (System.nanoTime() >= tellAt && tellAt < end) {
                told.accept(outcome());
                tellAt += push.measured.toNanos();
            }
            // With a rate it is time that lets a client send, else the answer to what it sent.
            if (push.rate == 0) {
                selector.select(SELECT_MILLIS);
            } else {
                selector.select(1);
                fillInTurn();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Client client = (Client) key.attachment();
                if (key.isValid() && key.isReadable()) {
                    client.read();
                }
                if (key.isValid() && key.isWritable()) {
                    client.write();
                }
            }
            selector.selectedKeys().clear();
        }
        told.accept(outcome());
    }

    /**
     * What is due, a message of each client after the other; none waits for one whose messages are on their way. What one client
     * sends goes out together, so that a single one can send as many as a rate asks for.
     */
    private void fillInTurn() throws IOException {
        int refused = 0;
        long now = System.nanoTime();
        while (refused < clients.size() && isDue(now)) {
            Client client = clients.get(turn);
            boolean isFirst = client.out.position() == 0;
            boolean isPut = client.put(now);
            refused = isPut ? 0 : refused + 1;
            if (isPut && isFirst) {
                unsent.add(client);
            }
            turn = (turn + 1) % clients.size();
            now = System.nanoTime();
        }
        for (Client client : unsent) {
            client.write();
        }
        unsent.clear();
    }

    /** True if the rate allows one more message at this moment. */
    private boolean isDue(long now) {
        long begun = warmUntil - push.warm.toNanos();
        return written < (now - begun) / 1e9 * push.rate;
    }

    private boolean isDone() {
        long now = System.nanoTime();
        if (now < end) {
            return false;
        }
        return now > end + GIVE_UP_NANOS || clients.stream().allMatch(client -> client.onTheirWay == 0);
    }

    private final class Client {
        private final int number;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer out = ByteBuffer.allocateDirect(Math.min(BUFFER_BYTES, push.inFlight * MESSAGE_BYTES));
        private final long[] begun = new long[2 * Integer.highestOneBit(push.inFlight)];
        private long sent;
        private int onTheirWay;
        /** Bytes of a packet that arrived in parts: its type, its length, and what is left of it. */
        private int state;

        private int left;

        Client(int number, SocketChannel channel, SelectionKey key) {
            this.number = number;
            this.channel = channel;
            this.key = key;
        }

        /** Writes as many messages as may be on their way. */
        void fill() throws IOException {
            long now = System.nanoTime();
            int before = onTheirWay;
            boolean isPut = put(now);
            while (isPut) {
                isPut = put(now);
            }
            if (onTheirWay > before) {
                write();
            }
        }

        private boolean put(long now) {
            if (now >= end || onTheirWay == push.inFlight) {
                return false;
            }
            byte[] payload = source.next(number, sent);
            if (out.remaining() < payload.length + topic.length + 9) {
                return false;
            }
            int packetId = (int) (sent % MAX_PACKET_ID) + 1;
            out.put((byte) PUBLISH_QOS1_BYTE);
            putLength(out, 2 + topic.length + 2 + payload.length);
            out.putShort((short) topic.length)
                    .put(topic)
                    .putShort((short) packetId)
                    .put(payload);
            begun[packetId % begun.length] = now;
            sent++;
            written++;
            onTheirWay++;
            return true;
        }

        void write() throws IOException {
            out.flip();
            channel.write(out);
            boolean isEmpty = !out.hasRemaining();
            out.compact();
            int wanted = isEmpty ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }

        void read() throws IOException {
            in.clear();
            int count = channel.read(in);
            if (count < 0) {
                lost++;
                onTheirWay = 0;
                channel.close();
                return;
            }
            in.flip();
            while (in.hasRemaining()) {
                take(in.get() & 0xFF);
            }
            if (push.rate == 0) {
                fill();
            }
        }

        private int packetId;

        /** All packets that come here are short: a type, one byte of length, and a packet id first. */
        private void take(int next) {
            if (state == 0) {
                state = next << 8;
            } else if ((state & 0xFF) == 0) {
                left = next;
                state |= 1;
                packetId = 0;
            } else {
                packetId = packetId << 8 | next;
                left--;
            }
            if ((state & 0xFF) == 1 && left == 0) {
                if (state >> 12 == PUBACK) {
                    acknowledged(packetId);
                }
                state = 0;
            }
        }

        private void acknowledged(int id) {
            onTheirWay--;
            source.acknowledged(number);
            long now = System.nanoTime();
            if (now >= warmUntil && now < end) {
                if (messages == nanos.length) {
                    nanos = Arrays.copyOf(nanos, nanos.length * 2);
                }
                nanos[(int) messages++] = now - begun[id % begun.length];
            }
        }
    }
}
