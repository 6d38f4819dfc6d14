package io.atrium.transport.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects one body up to a limit; what comes beyond it is thrown away as it arrives. */
final class BodyReader {

    private final long limit;
    private final Consumer<byte[]> whole;
    private final Runnable tooLarge;
    private @Nullable Buffer body;
    /** The body once it has several chunks; a single chunk is not ours to grow. */
    private @Nullable Buffer own;

    private long size;
    private boolean refused;

    private BodyReader(long limit, Consumer<byte[]> whole, Runnable tooLarge) {
        this.limit = limit;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    /** Calls exactly one of the two, on the request's event loop; neither if the caller hangs up before. */
    static void read(HttpServerRequest request, long limit, Consumer<byte[]> whole, Runnable tooLarge) {
        BodyReader reader = new BodyReader(limit, whole, tooLarge);
        request.handler(reader::chunk);
        request.endHandler(end -> reader.end());
    }

    private void chunk(Buffer chunk) {
        size += chunk.length();
        if (size > limit) {
            if (!refused) {
                refused = true;
                body = null;
                tooLarge.run();
            }
            return;
        }
        Buffer collected = body;
        if (collected == null) {
            body = chunk;
        } else if (collected == own) {
            collected.appendBuffer(chunk);
        } else {
            own = Buffer.buffer(2 * (collected.length() + chunk.length()))
                    .appendBuffer(collected)
                    .appendBuffer(chunk);
            body = own;
        }
    }

    private void end() {
        if (!refused) {
            whole.accept(body == null ? new byte[0] : body.getBytes());
        }
    }
}
