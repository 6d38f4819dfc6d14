package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Sends a long answer while it is made, on the worker that makes it: a piece is on its way before the next one is made,
 * so a slow reader slows the maker down, and one that reads nothing for a while loses the connection. A problem that comes
 * before the first piece is answered as such.
 */
final class StreamedAnswer extends OutputStream {

    private static final Logger LOG = Logger.getLogger(StreamedAnswer.class);
    /** What one such answer takes while it is made. */
    static final int BYTES = 256 << 10;

    private static final int PIECE_BYTES = LongAnswer.PIECE_BYTES;
    /** The listener cuts off sooner who takes nothing. */
    private static final long PATIENCE_SECONDS = 3_600;

    private final HttpServerResponse response;
    private final Reply reply;
    private final AnswerBudget.Lease lease;
    private final byte[] piece = new byte[PIECE_BYTES];
    private int filled;
    private boolean begun;

    private StreamedAnswer(HttpServerResponse response, Reply reply, AnswerBudget.Lease lease) {
        this.response = response;
        this.reply = reply;
        this.lease = lease;
    }

    /** Sends an answer; returns a problem that came before anything of it was sent. */
    static Optional<Problem> send(RoutingContext context, Reply reply, Reply.Pieces pieces, AnswerBudget.Lease lease) {
        try (lease) {
            return new StreamedAnswer(context.response(), reply, lease).send(context, pieces);
        }
    }

    private Optional<Problem> send(RoutingContext context, Reply.Pieces pieces) {
        if (response.ended() || response.closed()) {
            return Optional.empty();
        }
        try {
            pieces.write(this);
            flush();
            begin();
            response.end();
        } catch (Problem problem) {
            if (!begun) {
                return Optional.of(problem);
            }
            cut(context, problem);
        } catch (IOException | RuntimeException e) {
            cut(context, e);
        }
        return Optional.empty();
    }

    /** The status is out already; only a broken connection still tells that the answer is not whole. */
    private static void cut(RoutingContext context, Exception fault) {
        LOG.debugf(fault, "%s was cut off", context.request().path());
        context.request().connection().close();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        response.setStatusCode(reply.status()).setChunked(true);
        SecurityHeaders.ofData(response.headers());
        reply.headers().forEach(response::putHeader);
        if (reply.contentType() != null) {
            response.putHeader("Content-Type", reply.contentType());
        }
    }

    @Override
    public void write(int value) throws IOException {
        if (filled == PIECE_BYTES) {
            flush();
        }
        piece[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (filled == PIECE_BYTES) {
                flush();
            }
            int part = Math.min(left, PIECE_BYTES - filled);
            System.arraycopy(bytes, at, piece, filled, part);
            filled += part;
            at += part;
            left -= part;
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled == 0) {
            return;
        }
        Buffer sent = Buffer.buffer(filled).appendBytes(piece, 0, filled);
        filled = 0;
        begin();
        try {
            response.write(sent).toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            lease.moved();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while sending").initCause(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The reader went away or is too slow", e);
        }
    }
}
