package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.entity.Kind;
import io.atrium.entity.Kinds;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the names of kinds and the ids that filters hold. */
final class Names {

    private static final int SHOWN = 40;

    /**
     * Kinds that clients know from the contract. Those of them that the installation lacks have no entities, which is
     * an empty answer and no fault of the caller's.
     */
    private static final Set<String> WIRE_KINDS = Set.of(
            "ADMIN_SETTINGS",
            "AI_MODEL",
            "ALARM",
            "API_KEY",
            "API_USAGE_STATE",
            "BLOB_ENTITY",
            "CALCULATED_FIELD",
            "CONVERTER",
            "DOMAIN",
            "EDGE",
            "GROUP_PERMISSION",
            "INTEGRATION",
            "JOB",
            "MOBILE_APP",
            "MOBILE_APP_BUNDLE",
            "NOTIFICATION",
            "NOTIFICATION_REQUEST",
            "NOTIFICATION_RULE",
            "NOTIFICATION_TARGET",
            "NOTIFICATION_TEMPLATE",
            "OAUTH2_CLIENT",
            "OTA_PACKAGE",
            "QUEUE",
            "QUEUE_STATS",
            "REPORT",
            "REPORT_TEMPLATE",
            "RPC",
            "RULE_CHAIN",
            "RULE_NODE",
            "SCHEDULER_EVENT",
            "SECRET",
            "TB_RESOURCE",
            "TENANT_PROFILE",
            "WIDGETS_BUNDLE",
            "WIDGET_TYPE");

    private Names() {}

    /** The kind of a name; empty if the installation has none such. */
    static Optional<Kind<?>> kind(Kinds kinds, String field, @Nullable String name) {
        String required = QueryLimits.required(field, name);
        if (kinds.isKnown(required)) {
            return Optional.of(kinds.require(required));
        }
        if (!WIRE_KINDS.contains(required)) {
            throw Problem.badRequest("Field '" + field + "' has the unknown entity type " + quoted(required));
        }
        return Optional.empty();
    }

    static UUID id(String field, @Nullable String text) {
        String required = QueryLimits.required(field, text);
        try {
            if (required.length() == 36) {
                return UUID.fromString(required);
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Field '" + field + "' is not a UUID", e);
        }
        throw Problem.badRequest("Field '" + field + "' is not a UUID");
    }

    /** Text of a caller, made fit for a message. */
    static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
    }
}
