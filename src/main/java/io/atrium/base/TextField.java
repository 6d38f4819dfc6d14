package io.atrium.base;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads texts out of documents of devices, which no record describes. A secret or name of a wrong type must not count as one
 * that was not given: that would mean a device without a password, or an offer that is open to everybody.
 */
public final class TextField {

    private TextField() {}

    /**
     * The text of a field; empty if it is missing or null. Whole numbers count as their digits: devices send serial numbers so.
     *
     * @throws Problem BAD_REQUEST naming the field for everything else
     */
    public static String of(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw Problem.badRequest("Field '" + field + "' must be a text");
        }
        return value.asText();
    }
}
