package io.atrium.query;

import org.jspecify.annotations.Nullable;

/** Names one value that an entity may have. */
public record EntityKey(
        @Nullable EntityKeyType type, @Nullable String key) {}
