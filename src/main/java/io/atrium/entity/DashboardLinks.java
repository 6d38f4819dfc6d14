package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import java.util.List;
import java.util.Optional;
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

    /** Puts back what the writer was not shown: he sends the body as he saw it, and means to end nothing by that. */
    static void keepHidden(Scope scope, Entry before, ObjectNode document) {
        String body = scope.directory().body(before);
        if (!body.contains("DashboardId\"")) {
            return;
        }
        ObjectNode stored = BodyEdit.read(body);
        keepHidden(scope, stored, document);
        if (stored.get(INFO) instanceof ObjectNode info) {
            ObjectNode sent = document.get(INFO) instanceof ObjectNode there ? there : Json.object();
            keepHidden(scope, info, sent);
            if (!sent.isEmpty()) {
                document.set(INFO, sent);
            }
        }
    }

    private static void keepHidden(Scope scope, ObjectNode stored, ObjectNode sent) {
        for (String field : FIELDS) {
            JsonNode value = stored.get(field);
            boolean isHidden = value != null
                    && !value.isNull()
                    && find(scope, value)
                            .filter(entry -> !mayRead(scope, entry))
                            .isPresent();
            if (isHidden
                    && sent.path(field).isEmpty()
                    && sent.path(field).asText("").isEmpty()) {
                sent.set(field, value);
            }
        }
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

    private static boolean isReadable(Scope scope, JsonNode value) {
        return text(value).isEmpty()
                || find(scope, value).filter(entry -> mayRead(scope, entry)).isPresent();
    }

    /** To a system administrator, who reads no tenant's dashboards, only what is gone is none. */
    private static boolean mayRead(Scope scope, Entry dashboard) {
        return scope.actor().isSystem() || scope.may(Operation.READ, dashboard);
    }

    private static Optional<Entry> find(Scope scope, JsonNode value) {
        try {
            return scope.directory().find(new Ref(KIND, UUID.fromString(text(value))));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode value) {
        return value.isObject() ? value.path("id").asText() : value.asText();
    }
}
