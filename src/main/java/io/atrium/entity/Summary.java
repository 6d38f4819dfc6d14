package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the directory keeps of a body that is too long to be kept whole: always the kind's own fields with short plain values,
 * so that lists show, sort and filter by them. What decides anything is read from the whole body.
 */
final class Summary {

    /** Longest body that is kept whole, in characters; there may be millions of them. */
    static final int MAX_WHOLE = 4_096;

    /** Longest text in the summary of a kind with large bodies, in characters. */
    static final int MAX_LARGE_TEXT = 16_384;

    /** Longest text in the summary of any other, in characters. */
    private static final int MAX_TEXT = 255;

    private Summary() {}

    /** The summary of a body; null if it is kept whole. */
    static @Nullable String of(Kind<?> kind, String body) {
        boolean isLarge = !kind.traits().bodyInMemory();
        if (!isLarge && body.length() <= MAX_WHOLE) {
            return null;
        }
        ObjectNode members = BodyEdit.read(body).retain(kind.bodyFields());
        if (!isLarge) {
            cutTexts(members, MAX_TEXT);
        }
        if (isLarge || members.toString().length() > MAX_WHOLE) {
            members.properties().forEach(field -> {
                if (field.getValue().isContainerNode()) {
                    field.setValue(NullNode.getInstance());
                }
            });
            cutTexts(members, isLarge ? MAX_LARGE_TEXT : MAX_TEXT);
        }
        String text = members.toString();
        return text.substring(1, text.length() - 1);
    }

    private static void cutTexts(JsonNode node, int most) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual() && field.getValue().textValue().length() > most) {
                    field.setValue(NullNode.getInstance());
                } else {
                    cutTexts(field.getValue(), most);
                }
            });
        } else {
            node.forEach(item -> cutTexts(item, most));
        }
    }
}
