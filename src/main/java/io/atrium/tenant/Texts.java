package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;

/** Limits of what a caller may write into a document. */
final class Texts {

    private Texts() {}

    /** Refuses texts and nested documents that are too long, and text that the database cannot hold. */
    static void check(JsonNode document, int maxText, int maxNested) {
        if (Json.holdsNul(document.toString())) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        document.properties().forEach(field -> {
            JsonNode value = field.getValue();
            int length = value.isTextual()
                    ? value.textValue().length()
                    : value.toString().length();
            int limit = value.isTextual() ? maxText : maxNested;
            if (length > limit) {
                throw Problem.badRequest("Field '" + field.getKey() + "' is longer than " + limit + " characters");
            }
        });
    }
}
