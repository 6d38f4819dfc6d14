package io.atrium.http;

import io.atrium.base.Actor;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where callers come from, and what each of them may take of the memory for bodies and answers. Who is not known, and who
 * only came through a public link, shares with all others of his address.
 *
 * @param from where a request comes from
 */
public record CallerShares(ClientAddress from, BodyBudget bodies, AnswerBudget answers) {

    /** As the operator set them. */
    public static CallerShares of(EdgeConfig config) {
        return new CallerShares(
                new ClientAddress(config.trustedProxies()), BodyBudget.of(config), AnswerBudget.of(config));
    }

    /** Who pays for a body. */
    public BodyBudget.Share body(HttpServerRequest request, @Nullable Actor actor) {
        return actor == null || actor.publicLink() ? bodies.stranger(from.of(request)) : bodies.known(actor.userId());
    }

    /** Who pays for an answer. */
    public AnswerBudget.Share answer(HttpServerRequest request, @Nullable Actor actor) {
        return actor == null || actor.publicLink() ? answers.stranger(from.of(request)) : answers.known(actor.userId());
    }
}
