package io.atrium.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection between the codec and the routes: judges the heads of requests, reads no further while several requests wait
 * for their answers, and tells {@link Unread} what the client leaves in the socket.
 */
final class Flow extends ChannelDuplexHandler {

    /** A client may send so many requests ahead before it is not read any further. */
    private static final int MOST_AHEAD = 8;

    /** What a request takes besides its head. */
    private static final int BYTES_OF_REQUEST = 1_500;

    private final Channel channel;
    private final Unread unread;
    /** What was counted for each request behind the one that is answered now. */
    private final Deque<Long> ahead = new ArrayDeque<>(0);

    private @Nullable ChannelHandlerContext context;
    private int open;
    private boolean isHeld;
    private boolean isUpgraded;
    private boolean isInterim;
    private boolean isCut;
    private @Nullable Runnable afterRequest;

    // What Unread knows of it.
    long counted;
    long since;
    private @Nullable Object current;
    private long progress;

    /** Answers in streams of HTTP/2 that wait for their client to take more, and how many have gone. */
    private long owed;

    private int gone;
    private int goneBefore;

    Flow(Channel channel, Unread unread) {
        this.channel = channel;
        this.unread = unread;
    }

    boolean isUpgraded() {
        return isUpgraded;
    }

    // ---- in --------------------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        if (isCut) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            judge(request);
            if (open++ > 0 && !queue(request)) {
                ReferenceCountUtil.release(message);
                cut();
                return;
            }
        }
        here.fireChannelRead(message);
        if (message instanceof LastHttpContent) {
            Runnable next = afterRequest;
            afterRequest = null;
            if (next != null) {
                next.run();
            }
        }
    }

    /** Does something once, when the decoder has read a whole request and nothing of the next one. */
    void afterRequest(Runnable work) {
        afterRequest = work;
    }

    private static void judge(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return;
        }
        HeadFault fault = HeadFault.of(request);
        if (fault != null) {
            // What follows is read and answered as the version that we speak.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(fault));
        }
    }

    private boolean queue(HttpRequest request) {
        long weight = BYTES_OF_REQUEST + 2L * request.uri().length();
        for (Map.Entry<String, String> header : request.headers()) {
            weight += 2L * (header.getKey().length() + header.getValue().length());
        }
        ahead.add(weight);
        if (open > MOST_AHEAD) {
            hold();
        }
        return unread.queue(weight);
    }

    private void hold() {
        isHeld = true;
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void read(ChannelHandlerContext here) {
        // Vert.x reads on when it has room for a body; it does not know of those that wait.
        if (isHeld) {
            hold();
        } else {
            here.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        unread.gone(this);
        while (!ahead.isEmpty()) {
            unread.queue(-ahead.remove());
        }
        here.fireChannelInactive();
    }

    // ---- out -------------------------------------------------------------------------------------------------------

    @Override
    public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            isUpgraded |= response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
        here.write(message, promise);
        if (message instanceof LastHttpContent && !isInterim) {
            answered();
        }
    }

    private void answered() {
        open--;
        Long weight = ahead.poll();
        if (weight != null) {
            unread.queue(-weight);
        }
        if (isHeld && open <= MOST_AHEAD) {
            isHeld = false;
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void flush(ChannelHandlerContext here) {
        here.flush();
        if (counted > 0 || pending() > 0) {
            unread.judge(this, System.nanoTime());
        }
    }

    /** Bytes that the socket has not taken, and those that wait before it. */
    long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return owed + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    /**
     * Counts an answer in a stream of HTTP/2, where a client may open a hundred and take nothing of any. On the connection's
     * event loop.
     *
     * @param taken ends when the answer is written to the socket
     */
    static void owe(HttpConnection connection, long bytes, Future<Void> taken) {
        Flow flow = of(connection);
        if (flow == null || taken.isComplete()) {
            return;
        }
        long weight = BYTES_OF_REQUEST + bytes;
        flow.owed += weight;
        taken.onComplete(done -> {
            flow.owed -= weight;
            flow.gone++;
            flow.unread.judge(flow, System.nanoTime());
        });
        flow.unread.judge(flow, System.nanoTime());
    }

    /** Whether the client has taken something since the last call. */
    boolean hasMoved() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        Object now = buffer == null ? null : buffer.current();
        long written = buffer == null ? 0 : buffer.currentProgress();
        boolean moved = now != current || written != progress || gone != goneBefore;
        goneBefore = gone;
        current = now;
        progress = written;
        return moved;
    }

    /** Ends the connection; what it still sends is thrown away. By way of Vert.x it would wait until all is read. */
    void cut() {
        isCut = true;
        ChannelHandlerContext here = context;
        if (here == null) {
            channel.close();
        } else {
            here.close();
        }
    }

    /** Ends a connection, from any thread. */
    static void cut(HttpConnection connection) {
        Flow flow = of(connection);
        if (flow == null) {
            connection.close();
        } else if (flow.channel.eventLoop().inEventLoop()) {
            flow.cut();
        } else {
            flow.channel.eventLoop().execute(flow::cut);
        }
    }

    private static @Nullable Flow of(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? base.channel().pipeline().get(Flow.class)
                : null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }
}
