package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Collects one body up to a limit, and pays for it while it comes. A body that comes at once is handed over as it is. Of any
 * other no more than the first piece is kept before it is known who sends it. What comes after a refusal is thrown away.
 */
public final class BodyReader {

    private static final Logger LOG = Logger.getLogger(BodyReader.class);
    private static final int FIRST_PIECE = 8 << 10;

    private final HttpServerRequest request;
    private final Context loop;
    private final Body.Limit limit;
    private final String coding;
    private final long declared;
    private final Supplier<CompletionStage<BodyBudget.Share>> payer;
    private final Taker taker;

    private @Nullable Buffer only;
    private byte[] collected = {};
    private int size;
    private BodyBudget.@Nullable Share share;
    private long held;
    private boolean isAsked;
    private boolean isOver;

    /** What becomes of the body. Exactly one of the two is called, on the event loop; none if the caller hangs up. */
    public interface Taker {
        void whole(Body body);

        void refused(Problem problem);
    }

    private BodyReader(
            HttpServerRequest request,
            Body.Limit limit,
            String coding,
            long declared,
            Supplier<CompletionStage<BodyBudget.Share>> payer,
            Taker taker) {
        this.request = request;
        this.loop = Vertx.currentContext();
        this.limit = limit;
        this.coding = coding;
        this.declared = declared;
        this.payer = payer;
        this.taker = taker;
    }

    /**
     * Starts to read, on the request's event loop.
     *
     * @param payer finds out who sends a body that comes in several pieces, or fails with a {@link Problem}
     */
    public static void read(
            HttpServerRequest request,
            Body.Limit limit,
            Supplier<CompletionStage<BodyBudget.Share>> payer,
            Taker taker) {
        String given = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String coding = given == null ? "" : coding(given);
        long declared = declared(request);
        BodyReader reader = new BodyReader(request, limit, coding, declared, payer, taker);
        request.handler(reader::chunk);
        request.endHandler(end -> reader.end());
        request.exceptionHandler(gone -> reader.release());
        if (coding.equals("?")) {
            reader.refuse(Problem.of(
                    Problem.Kind.UNSUPPORTED_MEDIA, "The header 'Content-Encoding' must be gzip, deflate or identity"));
        } else if (declared > limit.bytes()) {
            reader.refuse(limit.exceeded());
        }
    }

    private static String coding(String given) {
        return switch (given.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> "";
            case "gzip", "x-gzip" -> "gzip";
            case "deflate" -> "deflate";
            default -> "?";
        };
    }

    /** The length that the caller tells, or -1. */
    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            LOG.trace("The HTTP codec refuses such a length", e);
            return -1;
        }
    }

    private void chunk(Buffer chunk) {
        if (isOver) {
            return;
        }
        if ((long) size + chunk.length() > limit.bytes()) {
            refuse(limit.exceeded());
        } else if (!isAsked && chunk.length() == declared) {
            size = chunk.length();
            only = chunk;
        } else {
            try {
                append(chunk);
            } catch (Problem problem) {
                refuse(problem);
                return;
            }
            if (!isAsked) {
                ask();
            }
        }
    }

    /** Reads on when it is known who sends. */
    private void ask() {
        isAsked = true;
        CompletionStage<BodyBudget.Share> known = payer.get();
        if (known.toCompletableFuture().isDone()) {
            known.whenComplete(this::found);
            return;
        }
        request.pause();
        known.whenComplete((found, fault) -> loop.runOnContext(now -> {
            found(found, fault);
            request.resume();
        }));
    }

    private void found(BodyBudget.@Nullable Share found, @Nullable Throwable fault) {
        if (isOver) {
            return;
        }
        if (found == null) {
            refuse(problem(fault));
            return;
        }
        try {
            found.take(collected.length, 0);
            share = found;
            held = collected.length;
        } catch (Problem problem) {
            refuse(problem);
        }
    }

    private static Problem problem(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof Problem problem) {
            return problem;
        }
        LOG.error("A caller could not be looked up", cause);
        return Problem.of(Problem.Kind.INTERNAL, "Internal server error");
    }

    private void append(Buffer chunk) {
        int needed = size + chunk.length();
        if (needed > collected.length) {
            long most = declared >= 0 ? declared : limit.bytes();
            int capacity = (int) Math.max(needed, Math.min(most, Math.max(2L * collected.length, FIRST_PIECE)));
            if (share != null) {
                share.take(capacity - collected.length, held);
                held += capacity - collected.length;
            }
            collected = Arrays.copyOf(collected, capacity);
        }
        chunk.getBytes(0, chunk.length(), collected, size);
        size = needed;
    }

    private void end() {
        if (isOver) {
            return;
        }
        isOver = true;
        Buffer alone = only;
        byte[] raw = alone != null
                ? alone.getBytes()
                : size == collected.length ? collected : Arrays.copyOf(collected, size);
        collected = new byte[0];
        taker.whole(new Body(limit, coding, raw, share, held));
    }

    private void refuse(Problem problem) {
        release();
        taker.refused(problem);
    }

    /** Forgets the body. */
    private void release() {
        if (!isOver) {
            isOver = true;
            collected = new byte[0];
            only = null;
            if (share != null) {
                share.give(held);
            }
        }
    }
}
