package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks and completes what a device profile says about devices that are not known yet (device-data-api 7.5). */
final class ProvisionRules {

    /** Whether what provisions itself may say that it is a gateway; for administrators of the tenant's devices to set. */
    static final String ALLOW_GATEWAYS = "allowGateways";

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

    /** Keeps who may change a profile, but administers no devices, from letting gateways in. */
    static void requireGatewayRight(Scope scope, ObjectNode profile, @Nullable Entry before) {
        ObjectNode stored =
                before == null ? Json.object() : BodyEdit.read(scope.directory().body(before));
        boolean was = rules(stored).path(ALLOW_GATEWAYS).asBoolean(false);
        int devices = scope.directory().kinds().number(DeviceKinds.DEVICE);
        if (rules(profile).path(ALLOW_GATEWAYS).asBoolean(false)
                && !was
                && !GatewayFlags.mayAdminister(scope, devices, AccessModel.TENANT)) {
            throw Problem.forbidden("You don't have permission to set 'profileData.provisionConfiguration."
                    + ALLOW_GATEWAYS + "': that is for administrators of the tenant's devices");
        }
    }

    private static JsonNode rules(ObjectNode profile) {
        return profile.path("profileData").path("provisionConfiguration");
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
