package io.atrium.entity;

import io.atrium.base.VisibleText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a caller may set of an entity, split as the store keeps it. */
public record Draft(
        String name, @Nullable String subtype, @Nullable String label, String body) {

    /** Longest name, subtype or label, in characters. */
    public static final int MAX_NAME = 255;

    /**
     * Refuses texts by which people tell things apart if they have characters that nobody sees. What is stored already may
     * stay as it is.
     */
    void requireVisible(Kind<?> kind, @Nullable Entry before) {
        if (before == null || !name.equals(before.name())) {
            VisibleText.require(kind.traits().nameField(), name);
        }
        if (before == null || !Objects.equals(subtype, before.subtype())) {
            VisibleText.require(kind.traits().subtypeField(), subtype);
        }
        if (before == null || !Objects.equals(label, before.label())) {
            VisibleText.require("label", label);
        }
    }
}
