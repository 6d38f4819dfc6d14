package io.atrium.http;

import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API.
 *
 * @param path literal segments and {@code {variables}}; a literal beats a variable
 * @param operation the operation's name, unique in the API
 * @param callers the authorities that may call it at all; empty for routes that need no log-in
 * @param permission what the store demands of the caller, in words, for the documentation
 * @param reads true if a call changes nothing, so that somebody who may only look on can make it
 * @param bodyList true if the body is an array of {@code body}
 * @param bodySize how long a body may be
 */
public record Route(
        String method,
        String path,
        String operation,
        String area,
        String doc,
        boolean reads,
        Set<Authority> callers,
        String permission,
        List<Param> params,
        @Nullable Class<?> body,
        boolean bodyList,
        BodySize bodySize,
        Answer answer,
        Handler handler) {

    boolean isAnonymous() {
        return callers.isEmpty();
    }

    /** Refuses a caller whom the route lets do nothing at all, whatever the rights on single things. */
    void requireCaller(Actor actor) {
        if (!callers.contains(actor.authority())) {
            throw Problem.forbidden("You don't have permission to perform this operation!");
        }
        if (actor.readOnly() && !reads) {
            throw Problem.forbidden("You are looking on as another user and cannot change anything");
        }
    }
}
