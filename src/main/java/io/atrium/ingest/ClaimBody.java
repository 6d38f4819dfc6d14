package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Problem;
import io.atrium.base.TextField;
import io.atrium.base.WholeNumber;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device's offer to be claimed (device-data-api 1.4).
 *
 * @param secretKey empty for none
 * @param durationMs how long it stands; 0 for the default
 */
record ClaimBody(String secretKey, long durationMs) {

    private static final int MAX_SECRET = 255;
    private static final String SECRET = "secretKey";
    private static final String DURATION = "durationMs";

    static ClaimBody of(byte[] body) {
        return body.length == 0 ? new ClaimBody("", 0) : of(DeviceJson.tree(body));
    }

    static Map<String, ClaimBody> ofGateway(byte[] body) {
        JsonNode tree = DeviceJson.tree(body);
        if (!tree.isObject() || tree.isEmpty()) {
            throw Problem.badRequest("The message names no device");
        }
        Map<String, ClaimBody> claims = new LinkedHashMap<>();
        tree.properties().forEach(member -> claims.put(member.getKey(), of(member.getValue())));
        return claims;
    }

    private static ClaimBody of(JsonNode tree) {
        if (tree.isNull()) {
            return new ClaimBody("", 0);
        }
        if (!tree.isObject()) {
            throw Problem.badRequest("The claim must be an object");
        }
        tree.fieldNames().forEachRemaining(ClaimBody::requireKnown);
        String secret = TextField.of(tree, SECRET);
        if (secret.length() > MAX_SECRET) {
            throw Problem.badRequest("Field '" + SECRET + "' is longer than " + MAX_SECRET + " characters");
        }
        return new ClaimBody(secret, duration(tree.path(DURATION)));
    }

    /** A misspelt name would make an offer that stands open to everybody. */
    private static void requireKnown(String field) {
        if (!field.equals(SECRET) && !field.equals(DURATION)) {
            throw Problem.badRequest("A claim has no fields but '" + SECRET + "' and '" + DURATION + "'");
        }
    }

    private static long duration(JsonNode duration) {
        if (duration.isMissingNode() || duration.isNull()) {
            return 0;
        }
        long millis = WholeNumber.require(duration, DURATION);
        if (millis < 0) {
            throw Problem.badRequest("Field '" + DURATION + "' must be a whole number from 0");
        }
        return millis;
    }
}
