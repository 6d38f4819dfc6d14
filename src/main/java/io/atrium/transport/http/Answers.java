package io.atrium.transport.http;

import io.atrium.base.AddressBlock;
import io.atrium.base.Problem;
import io.atrium.http.AnswerBudget;
import io.atrium.http.CallerShares;
import io.atrium.http.LongAnswer;
import io.atrium.http.ProblemBody;
import io.atrium.http.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes what devices get to see. On the request's event loop; a caller that hung up gets nothing. */
record Answers(InstantSource clock, CallerShares shares) {

    private static final Logger LOG = Logger.getLogger(Answers.class);
    private static final String RETRY_SECONDS = "1";

    static void empty(HttpServerRequest request, int status) {
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status).end();
        }
    }

    /** Succeeds once the answer is written. */
    Future<Void> json(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return Future.failedFuture("The caller hung up");
        }
        AnswerBudget.Lease lease = null;
        if (body.length > LongAnswer.PIECE_BYTES) {
            try {
                lease = shares.answers()
                        .known(AddressBlock.of(shares.from().of(request)))
                        .take(body.length + LongAnswer.packing(request), () -> LongAnswer.cut(request));
            } catch (Problem problem) {
                refuse(request, problem);
                return Future.failedFuture(problem);
            }
        }
        SecurityHeaders.ofData(response.headers());
        response.setStatusCode(status).putHeader("Content-Type", "application/json");
        return LongAnswer.send(request, body, lease);
    }

    void refuse(HttpServerRequest request, Problem problem) {
        Problem.Kind kind = problem.kind();
        if (kind == Problem.Kind.AUTHENTICATION) {
            empty(request, kind.status());
            return;
        }
        if (kind == Problem.Kind.UNAVAILABLE || kind == Problem.Kind.TOO_MANY_REQUESTS) {
            request.response().putHeader("Retry-After", RETRY_SECONDS);
        }
        json(request, kind.status(), ProblemBody.of(problem, clock.millis()));
    }

    static Problem problem(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof Problem problem) {
            return problem;
        }
        LOG.error("A message of a device failed", cause);
        return Problem.of(Problem.Kind.INTERNAL, "Internal server error");
    }
}
