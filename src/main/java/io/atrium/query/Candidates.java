package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * What an entity filter finds and the viewer may read.
 *
 * @param names which names entities must still have; not yet looked at
 * @param roots for walks from several roots, the root that led to an entity
 */
record Candidates(List<Part> parts, NamePattern names, Map<Integer, Integer> roots) {

    static final Candidates NONE = new Candidates(List.of(), NamePattern.ALL, Map.of());

    static Candidates of(Part part) {
        return of(part, NamePattern.ALL);
    }

    static Candidates of(Part part, NamePattern names) {
        return new Candidates(List.of(part), names, Map.of());
    }

    /** One entity, if the viewer may read it. */
    static Candidates of(Scope scope, Entry entry) {
        return scope.may(Operation.READ, entry)
                ? of(new Part(scope, scope.directory().kind(entry), RoaringBitmap.bitmapOf(entry.ordinal())))
                : NONE;
    }

    /** Those entities of any kind that the viewer may read. */
    static Candidates readable(Scope scope, RoaringBitmap wanted) {
        return readable(scope, wanted, Map.of());
    }

    static Candidates readable(Scope scope, RoaringBitmap wanted, Map<Integer, Integer> roots) {
        List<Part> parts = new ArrayList<>();
        for (Kind<?> kind : scope.directory().kinds().all()) {
            RoaringBitmap ofKind = RoaringBitmap.and(wanted, scope.directory().ofKind(kind.name()));
            if (!ofKind.isEmpty()) {
                ofKind.and(scope.visible(Operation.READ, kind));
                parts.add(new Part(scope, kind, ofKind));
            }
        }
        return new Candidates(parts, NamePattern.ALL, roots);
    }

    /** The candidates as they are now, to be worked on without the directory's lock; the caller holds it. */
    Candidates detached(Set<EntityKeyType> types) {
        return new Candidates(parts.stream().map(part -> part.detached(types)).toList(), names, roots);
    }
}
