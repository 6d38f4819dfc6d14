package io.atrium.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A mail server on loopback that takes everything and passes nothing on. */
final class MailTrap implements AutoCloseable {

    private static final int WAIT_SECONDS = 20;

    private final ServerSocket server;
    private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

    MailTrap() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    MailConfig config() {
        return new MailConfig("127.0.0.1", server.getLocalPort(), "", "", "atrium@test.example", false);
    }

    /** The next mail with its headers. */
    String next() throws InterruptedException {
        String mail = mails.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("No mail came");
        }
        return mail;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client);
            } catch (IOException e) {
                mails.offer("The talk broke off: " + e.getMessage());
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 trap");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("DATA")) {
                say(out, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.offer(mail.toString());
            }
            say(out, line.equals("QUIT") ? "221 bye" : "250 ok");
            if (line.equals("QUIT")) {
                return;
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
