package io.atrium.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keep-alive HTTP/1.1 callers on one thread, each with one request on its way at a time. One selector instead of a thread
 * for each caller, because the server under load needs the cores.
 */
final class HttpLoad {

    private static final int RECEIVE_BYTES = 256 << 10;
    private static final long SELECT_MILLIS = 100;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    /** What each caller sends. */
    interface Requests {
        /** The whole next request of a caller, head and body. */
        byte[] next(int caller);

        /** The last request of this caller was answered with 200; told while warming up, too. */
        default void acknowledged(int caller) {}
    }

    /**
     * What came of it.
     *
     * @param calls answered with 200 after the warm-up
     * @param refused answered with anything else, warm-up included
     * @param seconds the time that the calls took together
     * @param nanos of each call, unsorted
     */
    record Outcome(long calls, long refused, double seconds, long[] nanos) {

        long perSecond() {
            return Math.round(calls / seconds);
        }
    }

    private final Requests requests;
    private final List<Caller> callers = new ArrayList<>();
    private final long warmUntil;
    private final long end;
    private long calls;
    private long refused;
    private long[] nanos = new long[1 << 16];

    private HttpLoad(Requests requests, Duration warm, Duration measured) {
        this.requests = requests;
        this.warmUntil = System.nanoTime() + warm.toNanos();
        this.end = warmUntil + measured.toNanos();
    }

    /** Calls until the time is over; every request that was sent is answered before it returns. */
    static Outcome run(URI root, int connections, Duration warm, Duration measured, Requests requests)
            throws IOException {
        HttpLoad load = new HttpLoad(requests, warm, measured);
        try (Selector selector = Selector.open()) {
            load.connect(selector, root, connections);
            load.loop(selector);
        } finally {
            for (Caller caller : load.callers) {
                caller.channel.close();
            }
        }
        return new Outcome(
                load.calls, load.refused, measured.toNanos() / 1e9, Arrays.copyOf(load.nanos, (int) load.calls));
    }

    /** A request without the caller's own part, for instance {@code request("GET", "/x", token, "")}. */
    static byte[] request(String method, String path, String token, String body) {
        String authorization = token.isEmpty() ? "" : "X-Authorization: Bearer " + token + "\r\n";
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String type = content.length == 0 ? "" : "Content-Type: application/json\r\n";
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + type
                        + "Content-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return all;
    }

    private void connect(Selector selector, URI root, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(root.getHost(), root.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Caller caller = new Caller(i, channel, key);
            key.attach(caller);
            callers.add(caller);
        }
    }

    private void loop(Selector selector) throws IOException {
        int open = callers.size();
        for (Caller caller : callers) {
            caller.send();
        }
        while (open > 0) {
            selector.select(SELECT_MILLIS);
            for (SelectionKey key : selector.selectedKeys()) {
                Caller caller = (Caller) key.attachment();
                if (key.isWritable()) {
                    caller.write();
                }
                if (key.isReadable() && caller.read() && !caller.goOn()) {
                    open--;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private void count(int status, int caller, long begun) {
        long now = System.nanoTime();
        if (status != 200) {
            refused++;
            return;
        }
        requests.acknowledged(caller);
        if (now >= warmUntil && now < end) {
            if (calls == nanos.length) {
                nanos = Arrays.copyOf(nanos, nanos.length * 2);
            }
            nanos[(int) calls++] = now - begun;
        }
    }

    private final class Caller {
        private final int number;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer in = ByteBuffer.allocate(RECEIVE_BYTES);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private long begun;

        Caller(int number, SocketChannel channel, SelectionKey key) {
            this.number = number;
            this.channel = channel;
            this.key = key;
        }

        void send() throws IOException {
            out = ByteBuffer.wrap(requests.next(number));
            begun = System.nanoTime();
            write();
        }

        void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** True when the answer is here as a whole. */
        boolean read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("The server closed a connection");
            }
            int head = find(HEAD_END, in.position());
            if (head < 0) {
                return false;
            }
            int total = head + HEAD_END.length + contentLength(head);
            if (in.position() < total) {
                if (total > in.capacity()) {
                    throw new IOException("An answer of " + total + " bytes is too long for this benchmark");
                }
                return false;
            }
            count(digits(9, 12), number, begun);
            in.clear();
            return true;
        }

        /** Sends the next request; false when the time is over. */
        boolean goOn() throws IOException {
            if (System.nanoTime() >= end) {
                key.cancel();
                return false;
            }
            send();
            return true;
        }

        private int find(byte[] wanted, int limit) {
            for (int i = 0; i <= limit - wanted.length; i++) {
                if (matches(wanted, i)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean matches(byte[] wanted, int at) {
            for (int i = 0; i < wanted.length; i++) {
                if (Character.toLowerCase((char) in.get(at + i)) != wanted[i]) {
                    return false;
                }
            }
            return true;
        }

        private int contentLength(int head) throws IOException {
            int at = find(LENGTH, head);
            if (at < 0) {
                throw new IOException("An answer without Content-Length");
            }
            int from = at + LENGTH.length;
            while (in.get(from) == ' ') {
                from++;
            }
            int to = from;
            while (Character.isDigit(in.get(to))) {
                to++;
            }
            return digits(from, to);
        }

        private int digits(int from, int to) {
            int value = 0;
            for (int i = from; i < to; i++) {
                value = value * 10 + in.get(i) - '0';
            }
            return value;
        }
    }
}
