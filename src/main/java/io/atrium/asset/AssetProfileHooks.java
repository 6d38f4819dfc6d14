package io.atrium.asset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Profiles;
import io.atrium.entity.References;
import io.atrium.entity.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks asset profiles, and keeps exactly one of them the default. */
record AssetProfileHooks(Profiles profiles) implements KindHooks {

    private static final List<String> REFERENCES =
            List.of("defaultDashboardId", "defaultRuleChainId", "defaultEdgeRuleChainId");

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        profiles.prepare(document, before);
        REFERENCES.forEach(field -> References.requireReadable(scope, document, before, field));
    }

    @Override
    public void updated(Change change, Scope scope, Entry before, Entry after, ObjectNode document) {
        profiles.updated(change, before, after);
    }

    @Override
    public void deleting(Change change, Scope scope, Entry entry) {
        profiles.requireUnused(change, entry);
    }
}
