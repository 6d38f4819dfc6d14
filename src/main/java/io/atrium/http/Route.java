package io.atrium.http;

import io.atrium.base.Authority;
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
 * @param bodyList true if the body is an array of {@code body}
 */
public record Route(
        String method,
        String path,
        String operation,
        String area,
        String doc,
        Set<Authority> callers,
        String permission,
        List<Param> params,
        @Nullable Class<?> body,
        boolean bodyList,
        Answer answer,
        Handler handler) {

    boolean isAnonymous() {
        return callers.isEmpty();
    }
}
