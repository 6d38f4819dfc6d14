package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the ids inside entity aliases when a dashboard is saved (lessons-dashboards 2.3). What they stand for is looked
 * up with the viewer's rights anyway; the check keeps authors from writing down what they cannot see. Ids that the
 * stored dashboard has already may stay, so that a reader of part of them can still save. Ids of nothing here may stay,
 * too: a dashboard that comes from another installation names what was there.
 */
final class AliasCheck {

    private static final String GROUP = "ENTITY_GROUP";
    private static final Set<String> GROUP_FIELDS = Set.of("entityGroup", "defaultStateEntityGroup");

    /** Stands for somebody who is known only when the dashboard is looked at. */
    private static final String VIEWER_PREFIX = "CURRENT_";

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private AliasCheck() {}

    /**
     * Refuses a configuration with an alias that names something here that the saver may not read.
     *
     * @param before the configuration as it is stored; null for a new dashboard
     */
    static void check(Scope scope, @Nullable JsonNode configuration, @Nullable JsonNode before) {
        if (configuration == null) {
            return;
        }
        Set<Ref> known = new HashSet<>();
        if (before != null) {
            for (JsonNode alias : before.path("entityAliases")) {
                known.addAll(refs(alias.path("filter")));
            }
        }
        for (JsonNode alias : configuration.path("entityAliases")) {
            for (Ref ref : refs(alias.path("filter"))) {
                if (!known.contains(ref) && isHidden(scope, ref)) {
                    throw Problem.badRequest(
                            "Alias '" + shortened(alias.path("alias").asText("")) + "' names a " + shortened(ref.kind())
                                    + " that does not exist");
                }
            }
        }
    }

    /** True for what this tenant has and the saver may not read; another tenant's things are as good as not there. */
    private static boolean isHidden(Scope scope, Ref ref) {
        return scope.directory()
                .find(ref.id())
                .filter(entry -> !scope.may(Operation.READ, entry))
                .isPresent();
    }

    /** Every entity that a filter names by its id. */
    static List<Ref> refs(JsonNode filter) {
        List<Ref> refs = new ArrayList<>();
        collect(filter, refs);
        return refs;
    }

    private static void collect(JsonNode node, List<Ref> refs) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, refs));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        String kind = node.path("entityType").asText("");
        add(refs, kind, node.path("id"));
        node.path("entityList").forEach(id -> add(refs, kind, id));
        node.path("entityGroupList").forEach(id -> add(refs, GROUP, id));
        GROUP_FIELDS.forEach(field -> add(refs, GROUP, node.path(field)));
        node.forEach(member -> collect(member, refs));
    }

    private static void add(List<Ref> refs, String kind, JsonNode id) {
        Optional<UUID> uuid = uuid(id);
        if (uuid.isPresent() && !kind.isEmpty() && !kind.startsWith(VIEWER_PREFIX)) {
            Ref ref = new Ref(kind, uuid.get());
            if (!Ref.isNone(ref)) {
                refs.add(ref);
            }
        }
    }

    private static Optional<UUID> uuid(JsonNode id) {
        return id.isTextual() && UUID_FORM.matcher(id.textValue()).matches()
                ? Optional.of(UUID.fromString(id.textValue()))
                : Optional.empty();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
