package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import org.roaringbitmap.RoaringBitmap;

/**
 * Entities of one kind that the viewer may read. The set may be a live one of the access model: it is never changed, and
 * not kept beyond the directory's read lock.
 */
record Part(Scope scope, Kind<?> kind, RoaringBitmap entities) {

    Part with(RoaringBitmap others) {
        return new Part(scope, kind, others);
    }

    /**
     * Those whose values of a key type the viewer may read. Everything that filters, sorts, searches or shows a value
     * starts from here, so that no answer depends on a value that it could not show.
     */
    RoaringBitmap showing(EntityKeyType type) {
        if (type == EntityKeyType.ENTITY_FIELD) {
            return entities;
        }
        RoaringBitmap visible = scope.visible(operation(type), kind);
        return visible == scope.visible(Operation.READ, kind) ? entities : RoaringBitmap.and(entities, visible);
    }

    static Operation operation(EntityKeyType type) {
        return switch (type) {
            case TIME_SERIES -> Operation.READ_TELEMETRY;
            case ENTITY_FIELD, ALARM_FIELD -> Operation.READ;
            case ATTRIBUTE, CLIENT_ATTRIBUTE, SHARED_ATTRIBUTE, SERVER_ATTRIBUTE -> Operation.READ_ATTRIBUTES;
        };
    }
}
