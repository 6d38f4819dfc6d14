package io.atrium.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.References;
import io.atrium.entity.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a view looks at something whose data its author may read, for its readers need no rights on that. */
final class ViewHooks implements KindHooks {

    private static final List<String> VIEWABLE = List.of("DEVICE", "ASSET");

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        Ref entity = EntityChanges.ref(document, "entityId");
        if (entity == null || Ref.isNone(entity)) {
            throw Problem.badRequest("Field 'entityId' must name the entity to look at");
        }
        if (!VIEWABLE.contains(entity.kind())) {
            throw Problem.badRequest("Field 'entityId' must name one of " + VIEWABLE);
        }
        References.requireReadable(scope, document, before, "entityId").ifPresent(target -> {
            scope.require(Operation.READ_TELEMETRY, target);
            scope.require(Operation.READ_ATTRIBUTES, target);
        });
        if (document.path("type").asText("").isBlank()) {
            throw Problem.badRequest("Entity view type should be specified!");
        }
        JsonNode keys = document.get("keys");
        if (keys != null && !keys.isNull() && !keys.isObject()) {
            throw Problem.badRequest("Field 'keys' must be an object");
        }
        long start = document.path("startTimeMs").asLong(0);
        long end = document.path("endTimeMs").asLong(0);
        if (end > 0 && start > end) {
            throw Problem.badRequest("Field 'startTimeMs' must not be after 'endTimeMs'");
        }
    }
}
