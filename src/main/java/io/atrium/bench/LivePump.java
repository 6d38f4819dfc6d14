package io.atrium.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Devices that publish at a steady rate over the HTTP device API, one message at a time on each connection. The value of
 * a reading is the moment at which it was written to the socket.
 */
final class LivePump implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;

    private final int port;
    private final int devices;
    private final int rate;
    private final int connections;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    LivePump(int port, int devices, int rate, int connections) {
        this.port = port;
        this.devices = devices;
        this.rate = rate;
        this.connections = connections;
    }

    static String token(int device) {
        return "live-token-" + device;
    }

    void start() {
        for (int i = 0; i < connections; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().start(() -> run(first)));
        }
    }

    private void run(int first) {
        long gap = SECOND * connections / rate;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long next = System.nanoTime() + gap * first / connections;
            for (int device = first; !stopped; device = (device + connections) % devices) {
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                next += gap;
                out.write(request(device));
                out.flush();
                if (isOk(in)) {
                    acknowledged.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                }
            }
        } catch (IOException e) {
            if (!stopped) {
                failed.incrementAndGet();
            }
        }
    }

    private static byte[] request(int device) {
        String body = "{\"n\":" + System.nanoTime() + "}";
        return ("POST /api/v1/" + token(device)
                        + "/telemetry HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one answer without a body worth mention. */
    private static boolean isOk(InputStream in) throws IOException {
        boolean ok = line(in).contains(" 200 ");
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return ok;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
