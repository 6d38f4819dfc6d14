package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.util.Map;
import java.util.Set;

/** What devices and profiles hold when nobody said otherwise (device-data-api 6.5). */
final class DeviceDefaults {

    static final String DEFAULT = "DEFAULT";
    static final String DISABLED = "DISABLED";

    /** What settings of a device's transport keep secret: SNMP's community and passphrases, LWM2M's keys. */
    static final Set<String> TRANSPORT_SECRETS = Set.of(
            "community",
            "authenticationPassphrase",
            "privacyPassphrase",
            "clientSecretKey",
            "clientSecret",
            "secretKey");

    /** What a profile keeps secret: what brings in new devices, and what its devices' transport uses. */
    static final Set<String> PROFILE_SECRETS = Set.of(
            "provisionDeviceSecret",
            "community",
            "authenticationPassphrase",
            "privacyPassphrase",
            "clientSecretKey",
            "clientSecret",
            "secretKey");

    private DeviceDefaults() {}

    static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }

    /** The body of a profile that the platform makes. */
    static Map<String, JsonNode> profile() {
        return Map.of(
                "type", Json.tree(DEFAULT),
                "transportType", Json.tree(DEFAULT),
                "provisionType", Json.tree(DISABLED),
                "profileData", profileData(DEFAULT, DISABLED));
    }

    static ObjectNode profileData(String transportType, String provisionType) {
        ObjectNode data = Json.object();
        data.set("configuration", typed(DEFAULT));
        data.set("transportConfiguration", typed(transportType));
        data.set("provisionConfiguration", typed(provisionType).putNull("provisionDeviceSecret"));
        return data;
    }

    /** Adds a member {@code {"type":"DEFAULT"}} if it is absent; anything but an object with a type is refused. */
    static void require(ObjectNode data, String field, String member) {
        JsonNode there = data.get(member);
        if (there == null || there.isNull()) {
            data.set(member, typed(DEFAULT));
        } else if (!there.path("type").isTextual()) {
            throw Problem.badRequest("Field '" + field + "." + member + "' must be an object with a 'type'");
        }
    }
}
