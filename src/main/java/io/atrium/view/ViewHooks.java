package io.atrium.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.References;
import io.atrium.entity.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that nobody shows more through a view than he may read himself, for its readers need no rights on that. */
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
        if (document.path("type").asText("").isBlank()) {
            throw Problem.badRequest("Entity view type should be specified!");
        }
        long start = document.path("startTimeMs").asLong(0);
        long end = document.path("endTimeMs").asLong(0);
        if (end > 0 && start > end) {
            throw Problem.badRequest("Field 'startTimeMs' must not be after 'endTimeMs'");
        }
        requireRights(scope, document, before, entity);
    }

    /**
     * Who shows more of the target than the view shows already must be allowed to read that; who shows less, or the
     * same, need not know the target.
     */
    private static void requireRights(Scope scope, ObjectNode document, @Nullable Entry before, Ref entity) {
        ObjectNode former =
                before == null ? null : BodyEdit.read(scope.directory().body(before));
        boolean turned = former == null || !entity.equals(EntityChanges.ref(former, "entityId"));
        Window window = Window.of(document);
        Set<Operation> needs = window.needs(turned || former == null ? Window.CLOSED : Window.of(former));
        if (turned) {
            Entry target = References.requireReadable(scope, document, null, "entityId")
                    .orElseThrow(Problem::notFound);
            needs.forEach(operation -> scope.require(operation, target));
        } else if (!needs.isEmpty()) {
            // What is gone and what is hidden get one answer.
            Entry target = scope.readable(entity)
                    .orElseThrow(() -> Problem.forbidden(
                            "You don't have permission to widen fields 'keys', 'startTimeMs' or 'endTimeMs' of this view"
                                    + " without READ on the entity that it shows"));
            needs.forEach(operation -> scope.require(operation, target));
        }
    }
}
