package io.atrium.http;

import org.jspecify.annotations.Nullable;

/** The work behind a route: runs on a virtual thread and may block; null is an empty answer of status 200. */
@FunctionalInterface
public interface Handler {
    @Nullable
    Object handle(Call call);
}
