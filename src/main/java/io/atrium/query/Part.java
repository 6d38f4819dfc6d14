package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Entities of one kind that the viewer may read.
 *
 * @param entities may be a live set of the access model until the part is {@link #detached}; never changed
 * @param shown by operation, those of the kind whose values the viewer may read; without an entry all of them
 */
record Part(Scope scope, Kind<?> kind, RoaringBitmap entities, Map<Operation, RoaringBitmap> shown) {

    Part(Scope scope, Kind<?> kind, RoaringBitmap entities) {
        this(scope, kind, entities, Map.of());
    }

    /** The part as it is now, to be worked on without the directory's lock; the caller holds it. */
    Part detached(Set<EntityKeyType> types) {
        Map<Operation, RoaringBitmap> copies = new EnumMap<>(Operation.class);
        RoaringBitmap readable = scope.visible(Operation.READ, kind);
        for (EntityKeyType type : types) {
            RoaringBitmap visible = scope.visible(operation(type), kind);
            if (visible != readable) {
                copies.put(operation(type), RoaringBitmap.and(entities, visible));
            }
        }
        return new Part(scope, kind, entities.clone(), copies);
    }

    Part with(RoaringBitmap others) {
        return new Part(scope, kind, others, shown);
    }

    boolean isOfGroups() {
        return kind.name().equals(TypeTable.GROUP);
    }

    /**
     * Those whose values of a key type the viewer may read. Everything that filters, sorts, searches or shows a value
     * starts from here, so that no answer depends on a value that it could not show.
     */
    RoaringBitmap showing(EntityKeyType type) {
        RoaringBitmap visible = shown.get(operation(type));
        return visible == null ? entities : RoaringBitmap.and(entities, visible);
    }

    static Operation operation(EntityKeyType type) {
        return switch (type) {
            case TIME_SERIES -> Operation.READ_TELEMETRY;
            case ENTITY_FIELD, ALARM_FIELD -> Operation.READ;
            case ATTRIBUTE, CLIENT_ATTRIBUTE, SHARED_ATTRIBUTE, SERVER_ATTRIBUTE -> Operation.READ_ATTRIBUTES;
        };
    }
}
