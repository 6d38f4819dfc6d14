package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Problem;
import io.atrium.base.VisibleText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a caller may set of an entity, split as the store keeps it. */
public record Draft(
        String name, @Nullable String subtype, @Nullable String label, String body) {

    /** Longest name, subtype or label, in characters. */
    public static final int MAX_NAME = 255;

    /**
     * With the texts by which people tell things apart in their one form. What is stored already may stay as it is.
     *
     * @throws Problem 400 if one has characters that nobody sees, or a name has nothing else than blanks
     */
    Draft seen(Kind<?> kind, @Nullable Entry before) {
        Kind.Traits traits = kind.traits();
        String seenName = Objects.requireNonNull(seen(traits.nameField(), name, before == null ? null : before.name()));
        if (seenName.isEmpty()) {
            throw Problem.badRequest(EntityStore.words(kind) + " " + traits.nameField() + " should be specified!");
        }
        return new Draft(
                seenName,
                seen(traits.subtypeField(), subtype, before == null ? null : before.subtype()),
                seen("label", label, before == null ? null : before.label()),
                body);
    }

    private static @Nullable String seen(String field, @Nullable String text, @Nullable String before) {
        if (text == null || text.equals(before)) {
            return text;
        }
        VisibleText.require(field, text);
        return VisibleText.plain(text);
    }

    /** Brings a document's name, type and label into their one form, unless they are as they were. */
    static void settle(Kind<?> kind, ObjectNode document, @Nullable Entry before) {
        Kind.Traits traits = kind.traits();
        settle(document, traits.nameField(), before == null ? null : before.name());
        settle(document, traits.subtypeField(), before == null ? null : before.subtype());
        settle(document, "label", before == null ? null : before.label());
    }

    private static void settle(ObjectNode document, String field, @Nullable String before) {
        JsonNode text = document.path(field);
        if (text.isTextual() && !text.textValue().equals(before)) {
            document.put(field, VisibleText.plain(text.textValue()));
        }
    }
}
