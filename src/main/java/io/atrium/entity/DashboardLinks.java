package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import java.util.List;
import java.util.UUID;

/**
 * Dashboards that the bodies of users, customers, tenants and profiles name: where somebody lands, what a type starts
 * with. A reader learns only of those that he may read; to him the others are not chosen.
 */
final class DashboardLinks {

    private static final String KIND = "DASHBOARD";
    private static final String INFO = "additionalInfo";
    private static final List<String> FIELDS = List.of("defaultDashboardId", "homeDashboardId");

    private DashboardLinks() {}

    /** A body's members as a reader may know them. */
    static String readable(Scope scope, String body) {
        if (!body.contains("DashboardId\"")) {
            return body;
        }
        ObjectNode document = Json.read("{" + body + "}", ObjectNode.class);
        boolean changed = hide(scope, document);
        if (document.get(INFO) instanceof ObjectNode info) {
            changed |= hide(scope, info);
        }
        if (!changed) {
            return body;
        }
        String text = document.toString();
        return text.substring(1, text.length() - 1);
    }

    private static boolean hide(Scope scope, ObjectNode node) {
        boolean changed = false;
        for (String field : FIELDS) {
            JsonNode value = node.get(field);
            if (value == null || value.isNull() || isReadable(scope, value)) {
                continue;
            }
            changed = true;
            if (value.isObject()) {
                node.putNull(field);
            } else {
                node.remove(field);
            }
        }
        return changed;
    }

    /** To a system administrator, who reads no tenant's dashboards, only what is gone is none. */
    private static boolean isReadable(Scope scope, JsonNode value) {
        String id = value.isObject() ? value.path("id").asText() : value.asText();
        try {
            Ref ref = new Ref(KIND, UUID.fromString(id));
            return scope.directory()
                    .find(ref)
                    .filter(entry -> scope.actor().isSystem() || scope.may(Operation.READ, entry))
                    .isPresent();
        } catch (IllegalArgumentException notAnId) {
            return id.isEmpty();
        }
    }
}
