package io.atrium.entity;

import org.jspecify.annotations.Nullable;

/** What a caller may set of an entity, split as the store keeps it. */
public record Draft(
        String name, @Nullable String subtype, @Nullable String label, String body) {

    /** Longest name, subtype or label, in characters. */
    public static final int MAX_NAME = 255;
}
