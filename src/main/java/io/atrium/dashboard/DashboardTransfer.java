package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Listing;
import io.atrium.entity.Platform;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes all dashboards of a group out of the installation and into another one. */
final class DashboardTransfer {

    /** Most dashboards of one call. */
    static final int MAX_DASHBOARDS = 1_000;

    private static final List<String> BOUND_FIELDS =
            List.of("id", "version", "tenantId", "customerId", "ownerId", "createdTime");

    private final Platform platform;
    private final EntityChanges changes;

    DashboardTransfer(Platform platform, EntityChanges changes) {
        this.platform = platform;
        this.changes = changes;
    }

    /** The readable dashboards of a group, whole. */
    Reply export(Actor actor, UUID group, int limit) {
        Scope scope = platform.scopes().of(actor);
        Listing listing = Listing.of(new Listing.Source.OfGroup(group));
        List<Ref> found = platform.entities().refs(scope, DashboardKinds.DASHBOARD, listing, PageLink.first(limit));
        return platform.entities().whole(scope, found);
    }

    /**
     * Adds dashboards to a group: all of them, or none.
     *
     * @param overwrite true to replace a dashboard of the group that has the same title
     */
    int importInto(Actor actor, UUID groupId, JsonNode sent, boolean overwrite) {
        if (!sent.isArray() || sent.size() > MAX_DASHBOARDS) {
            throw Problem.badRequest("The body must be an array of at most " + MAX_DASHBOARDS + " dashboards");
        }
        Scope scope = platform.scopes().of(actor);
        return platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = scope.require(Operation.WRITE, new Ref("ENTITY_GROUP", groupId));
            if (!scope.directory().memberKind(group).equals(DashboardKinds.DASHBOARD.name())) {
                throw Problem.badRequest("The group holds no dashboards");
            }
            for (int i = 0; i < sent.size(); i++) {
                try {
                    importOne(change, scope, group, sent.get(i), overwrite);
                } catch (Problem problem) {
                    throw problem.at("[" + i + "]");
                }
            }
            return sent.size();
        });
    }

    private void importOne(Change change, Scope scope, Entry group, JsonNode item, boolean overwrite) {
        ObjectNode document = EntityChanges.parse(DashboardKinds.DASHBOARD, Json.bytes(item));
        document.remove(BOUND_FIELDS);
        if (overwrite) {
            member(scope, group, document.path("title").asText(""))
                    .ifPresent(there ->
                            document.set("id", Json.tree(scope.directory().ref(there))));
        }
        changes.saveIn(change, scope, DashboardKinds.DASHBOARD, document, SaveOptions.inGroups(List.of(group.id())));
    }

    private static Optional<Entry> member(Scope scope, Entry group, String title) {
        var facts = scope.directory().model().group(group.ordinal());
        return facts == null
                ? Optional.empty()
                : facts.members().stream()
                        .mapToObj(scope.directory()::entry)
                        .filter(entry -> VisibleText.plain(entry.name()).equals(VisibleText.plain(title)))
                        .filter(entry -> scope.may(Operation.READ, entry))
                        .findFirst();
    }
}
