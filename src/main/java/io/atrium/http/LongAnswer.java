package io.atrium.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of an answer. A long one goes out in pieces, each when its reader has taken those before, so that no more
 * than a few of them lie in the socket, and other connections have their turn meanwhile. On the request's event loop.
 */
public final class LongAnswer {

    /** Answers up to this length, in bytes, go out at once. */
    public static final int PIECE_BYTES = 16 << 10;

    private static final int PIECES_PER_TURN = 8;
    /** The window and the tables of the deflate algorithm, outside of the heap. */
    private static final int PACKING_BYTES = 256 << 10;

    private final HttpServerResponse response;
    private final byte[] body;
    private final AnswerBudget.@Nullable Lease lease;
    private final Context loop;
    private final Promise<Void> sent = Promise.promise();
    private int at;

    /** What it takes to pack an answer while it is sent, in bytes; 0 if its reader wants it plain. */
    public static long packing(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.ACCEPT_ENCODING) ? PACKING_BYTES : 0;
    }

    private LongAnswer(HttpServerResponse response, byte[] body, AnswerBudget.@Nullable Lease lease, Context loop) {
        this.response = response;
        this.body = body;
        this.lease = lease;
        this.loop = loop;
    }

    /**
     * Sends a body whose head is ready.
     *
     * @param lease the memory that the body takes, given back at the end; null if the body is kept anyway
     * @return succeeds when all of it is written
     */
    public static Future<Void> send(HttpServerRequest request, byte[] body, AnswerBudget.@Nullable Lease lease) {
        HttpServerResponse response = request.response();
        Context loop = Vertx.currentContext();
        if (body.length <= PIECE_BYTES || loop == null || request.method().equals(HttpMethod.HEAD)) {
            Future<Void> ended = response.end(Buffer.buffer(Unpooled.wrappedBuffer(body)));
            if (lease == null && loop != null && request.version() == HttpVersion.HTTP_2) {
                Flow.owe(request.connection(), body.length, ended);
            }
            return lease == null ? ended : ended.onComplete(done -> lease.close());
        }
        if (lease == null && !response.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            // Nobody pays for the memory of packing it, and whoever keeps it can keep it packed.
            response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length));
        LongAnswer answer = new LongAnswer(response, body, lease, loop);
        response.closeHandler(closed -> answer.gone());
        answer.turn();
        return answer.sent.future();
    }

    /** Cuts an answer off, and its connection. From any thread. */
    public static void cut(HttpServerRequest request) {
        Flow.cut(request.connection());
    }

    private void turn() {
        for (int i = 0; i < PIECES_PER_TURN; i++) {
            if (response.closed() || response.ended()) {
                gone();
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    turn();
                });
                return;
            }
            int length = Math.min(PIECE_BYTES, body.length - at);
            Buffer piece = Buffer.buffer(Unpooled.wrappedBuffer(body, at, length));
            at += length;
            if (at == body.length) {
                response.end(piece).onComplete(done -> {
                    close();
                    sent.handle(done);
                });
                return;
            }
            response.write(piece).onComplete(done -> {
                if (done.failed()) {
                    gone();
                } else if (lease != null) {
                    lease.moved();
                }
            });
        }
        loop.runOnContext(next -> turn());
    }

    private void gone() {
        close();
        sent.tryFail("The reader is gone");
    }

    private void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
