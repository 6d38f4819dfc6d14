package io.atrium.transport.ws;

import io.atrium.live.CloseCode;
import io.atrium.live.Live;
import io.atrium.live.LiveConfig;
import io.atrium.live.LiveSession;
import io.atrium.live.Outlet;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One WebSocket and the session behind it. */
final class Line implements Outlet {

    private static final Logger LOG = Logger.getLogger(Line.class);

    /** Bytes that may wait for a client before it counts as full. */
    private static final int WRITE_QUEUE = 256 << 10;

    private static final int PINGS_PER_TIMEOUT = 3;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final LiveConfig config;
    private final Strangers strangers;
    private final String network;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long[] timers = new long[2];
    private Buffer message = Buffer.buffer();
    private volatile long lastPong = System.nanoTime();
    private volatile @Nullable LiveSession session;

    Line(Vertx vertx, ServerWebSocket socket, LiveConfig config, Strangers strangers, String network) {
        this.network = network;
        this.strangers = strangers;
        this.vertx = vertx;
        this.socket = socket;
        this.config = config;
    }

    /** Runs on the socket's event loop, before anything is read. */
    void start(Live live, boolean wrapped, String token) {
        LiveSession opened = live.open(this, wrapped);
        session = opened;
        socket.setWriteQueueMaxSize(WRITE_QUEUE);
        socket.drainHandler(done -> opened.drained());
        socket.frameHandler(frame -> frame(opened, frame));
        socket.pongHandler(pong -> lastPong = System.nanoTime());
        socket.exceptionHandler(fault -> LOG.debug("A WebSocket failed", fault));
        socket.closeHandler(done -> gone(opened));
        long pingTimeout = config.pingTimeout().toMillis();
        timers[0] = vertx.setPeriodic(Math.max(1, pingTimeout / PINGS_PER_TIMEOUT), timer -> ping(opened));
        strangers.enter(this).ifPresent(Line::makeRoom);
        timers[1] = vertx.setTimer(config.authTimeout().toMillis(), timer -> {
            if (!opened.isAuthenticated()) {
                opened.end(CloseCode.POLICY, "Auth cmd is missing");
            }
        });
        if (!token.isEmpty()) {
            opened.authenticate("Bearer " + token);
        }
    }

    /** Where the client comes from, as it counts for what one may have open. */
    String network() {
        return network;
    }

    private void makeRoom() {
        LiveSession mute = session;
        if (mute != null) {
            mute.end(
                    CloseCode.POLICY,
                    "Too many sockets have not said whose they are; the limit is ATRIUM_WS_MAX_UNKNOWN");
        }
    }

    @Override
    public void known() {
        strangers.leave(this);
    }

    private void gone(LiveSession opened) {
        closed.set(true);
        strangers.leave(this);
        for (long timer : timers) {
            vertx.cancelTimer(timer);
        }
        opened.closed();
    }

    private void ping(LiveSession opened) {
        if (System.nanoTime() - lastPong > config.pingTimeout().toNanos()) {
            opened.end(CloseCode.NOT_RELIABLE, "not reliable");
        } else if (!closed.get()) {
            whileOpen(() -> socket.writePing(Buffer.buffer("a")));
        }
    }

    // ---- in ----------------------------------------------------------------------------------------------------

    private void frame(LiveSession opened, WebSocketFrame frame) {
        if (frame.isPing() || frame.isClose()) {
            return;
        }
        if (frame.isBinary()) {
            opened.end(CloseCode.POLICY, "Messages must be text");
            return;
        }
        if (!frame.isText() && !frame.isContinuation()) {
            return;
        }
        Buffer part = frame.binaryData();
        if (message.length() + part.length() > config.maxMessage().count()) {
            message = Buffer.buffer();
            opened.end(
                    CloseCode.TOO_BIG,
                    "Longer than " + config.maxMessage().count() + " bytes; the limit is ATRIUM_WS_MAX_MESSAGE");
            return;
        }
        message.appendBuffer(part);
        if (frame.isFinal()) {
            byte[] whole = message.getBytes();
            message = Buffer.buffer();
            take(opened, whole);
        }
    }

    /** Hands a message over and reads on when it is done. */
    private void take(LiveSession opened, byte[] whole) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(whole))
                    .toString();
        } catch (CharacterCodingException e) {
            LOG.debug("A message that is no UTF-8", e);
            opened.end(CloseCode.BAD_TOKEN, "Messages must be UTF-8");
            return;
        }
        socket.pause();
        opened.receive(text).whenComplete((done, fault) -> socket.resume());
    }

    // ---- out ---------------------------------------------------------------------------------------------------

    @Override
    public void send(String frame, Runnable sent) {
        queued.incrementAndGet();
        Runnable over = () -> {
            queued.decrementAndGet();
            sent.run();
        };
        if (!whileOpen(() -> socket.writeTextMessage(frame).onComplete(done -> over.run()))) {
            over.run();
        }
    }

    @Override
    public int queued() {
        return queued.get();
    }

    @Override
    public boolean isFull() {
        boolean[] full = new boolean[1];
        whileOpen(() -> full[0] = socket.writeQueueFull());
        return full[0];
    }

    @Override
    public void close(int code, String reason) {
        if (closed.compareAndSet(false, true)) {
            whileOpen(() -> socket.close((short) code, reason)
                    .onFailure(fault -> LOG.debug("A WebSocket was gone already", fault)));
        }
    }

    /** Vert.x throws at whoever uses a socket in the moment in which the client leaves; false then. */
    private static boolean whileOpen(Runnable use) {
        try {
            use.run();
            return true;
        } catch (IllegalStateException e) {
            LOG.debug("A client is gone", e);
            return false;
        }
    }
}
