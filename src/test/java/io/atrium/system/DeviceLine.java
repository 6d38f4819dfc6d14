package io.atrium.system;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One device's connection to the HTTP device API, without a client in between: the JDK's takes an answer that comes at once
 * for data of a connection that is not in use, and closes it ("Data received while in pool").
 */
final class DeviceLine implements AutoCloseable {

    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    DeviceLine(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Posts telemetry; the answer is its status. Nothing may come that was not asked for. */
    int post(String token, String telemetry) throws IOException {
        if (in.available() > 0) {
            throw new IOException("The server said more than it was asked");
        }
        String request = "POST /api/v1/" + token + "/telemetry HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + telemetry.length() + "\r\n\r\n" + telemetry;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int status = Integer.parseInt(line().split(" ")[1]);
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
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

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
