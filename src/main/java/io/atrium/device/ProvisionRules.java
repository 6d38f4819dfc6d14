package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Ids;
import io.atrium.base.Problem;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks and completes what a device profile says about devices that are not known yet (device-data-api 7.5). */
final class ProvisionRules {

    private static final int SECRET_LENGTH = 20;

    private ProvisionRules() {}

    /** Makes key and secret where they are missing; the key of a certificate chain is the fingerprint of its issuer. */
    static void prepare(ObjectNode profile, Ids ids) {
        String type = profile.path("provisionType").asText(DeviceDefaults.DISABLED);
        if (type.equals(DeviceDefaults.DISABLED)) {
            return;
        }
        ObjectNode data = (ObjectNode) profile.path("profileData");
        if (!(data.get("provisionConfiguration") instanceof ObjectNode rules)) {
            throw Problem.badRequest("Field 'profileData.provisionConfiguration' must be an object");
        }
        rules.put("type", type);
        if (type.equals("X509_CERTIFICATE_CHAIN")) {
            CheckedCredentials issuer =
                    CheckedCredentials.certificate("provisionDeviceSecret", text(rules, "provisionDeviceSecret"));
            profile.put("provisionDeviceKey", issuer.id());
            requirePattern(text(rules, "certificateRegExPattern"));
            return;
        }
        if (text(profile, "provisionDeviceKey").isBlank()) {
            profile.put("provisionDeviceKey", ids.secret(SECRET_LENGTH));
        }
        if (text(rules, "provisionDeviceSecret").isBlank()) {
            rules.put("provisionDeviceSecret", ids.secret(SECRET_LENGTH));
        }
        limit("provisionDeviceKey", text(profile, "provisionDeviceKey"));
        limit("profileData.provisionConfiguration.provisionDeviceSecret", text(rules, "provisionDeviceSecret"));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? "" : value.asText();
    }

    private static void limit(String field, String text) {
        if (text.length() > CheckedCredentials.MAX_LENGTH) {
            throw Problem.badRequest(
                    "Field '" + field + "' is longer than " + CheckedCredentials.MAX_LENGTH + " characters");
        }
    }

    private static void requirePattern(String pattern) {
        limit("profileData.provisionConfiguration.certificateRegExPattern", pattern);
        try {
            if (pattern.isBlank()) {
                throw Problem.badRequest(
                        "Field 'profileData.provisionConfiguration.certificateRegExPattern' must be given");
            }
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "Field 'profileData.provisionConfiguration.certificateRegExPattern' is not a regular expression",
                    e);
        }
    }
}
