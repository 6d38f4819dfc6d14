package io.atrium.query;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Scope;
import io.atrium.query.KeyFilterPredicate.DynamicValue;
import io.atrium.query.KeyFilterPredicate.DynamicValueSourceType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the values in predicates that depend on who asks: server attributes of the viewer's own user, customer and
 * tenant (device-data-api 5.2). They are read with the viewer's rights: what he may not read is not set for him, or a few
 * counts would tell him the number.
 */
record DynamicValues(Scope scope) {

    Optional<Value> find(@Nullable DynamicValue dynamic) {
        String key = dynamic == null ? null : dynamic.sourceAttribute();
        DynamicValueSourceType source = dynamic == null ? null : dynamic.sourceType();
        if (key == null || source == null) {
            return Optional.empty();
        }
        int at = source(source);
        boolean inherit = dynamic != null && Boolean.TRUE.equals(dynamic.inherit());
        while (at != Grant.NONE) {
            Latest.Stamped found = isReadable(at) ? directory().latest().get(KeyScope.SERVER_SCOPE, key, at) : null;
            if (found != null) {
                return Optional.of(found.value());
            }
            at = inherit && at != AccessModel.TENANT ? directory().entry(at).owner() : Grant.NONE;
        }
        return Optional.empty();
    }

    private boolean isReadable(int ordinal) {
        Entry entry = directory().entry(ordinal);
        return scope.may(Operation.READ, entry) && scope.may(Operation.READ_ATTRIBUTES, entry);
    }

    private int source(DynamicValueSourceType type) {
        int owner = scope.owner().ordinal();
        return switch (type) {
            case CURRENT_TENANT -> AccessModel.TENANT;
            case CURRENT_CUSTOMER -> owner == AccessModel.TENANT ? Grant.NONE : owner;
            case CURRENT_USER -> scope.subject() instanceof Subject.User(int user) ? user : Grant.NONE;
            case CURRENT_DEVICE -> Grant.NONE;
        };
    }

    private Directory directory() {
        return scope.directory();
    }
}
