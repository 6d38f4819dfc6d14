package io.atrium.asset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Profiles;
import io.atrium.entity.Scope;
import org.jspecify.annotations.Nullable;

/** Gives every asset a profile. */
record AssetHooks(Profiles profiles) implements KindHooks {

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        profiles.settle(change, scope, document, before);
    }
}
