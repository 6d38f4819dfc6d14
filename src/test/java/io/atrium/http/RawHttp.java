package io.atrium.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what no client library would. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private static final int NARROW = 2_048;

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    public static RawHttp open(int port) {
        return open(port, "127.0.0.1");
    }

    /** @param from the address that the server sees */
    public static RawHttp open(int port, String from) {
        return open(port, from, 0);
    }

    /** A client whose machine takes next to nothing unless it reads. */
    public static RawHttp narrow(int port) {
        return narrow(port, "127.0.0.1");
    }

    /** The same from another address. */
    public static RawHttp narrow(int port, String from) {
        return open(port, from, NARROW);
    }

    private static RawHttp open(int port, String from, int window) {
        try {
            Socket socket = new Socket();
            if (window > 0) {
                socket.setReceiveBufferSize(window);
            }
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the head of a request; its lines are separated by a bar. */
    public RawHttp head(String lines) {
        return send(lines.replace("|", "\r\n") + "\r\nHost: localhost\r\n\r\n");
    }

    public RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends as much as the server takes; false if it took the connection away. */
    public boolean offer(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The status of the next answer, whose body is read, too; 0 if the connection ends instead. */
    public int status() {
        String answer = answer();
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    /** The next answer with head and body; empty if the connection ends instead. */
    public String answer() {
        try {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            String lower = text.toLowerCase(java.util.Locale.ROOT);
            int at = lower.indexOf("content-length: ");
            int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("No answer within " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException reset) {
            return "";
        }
    }

    /** Waits until the server closes the connection. */
    public void awaitEnd() {
        try {
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Still open after " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException reset) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
