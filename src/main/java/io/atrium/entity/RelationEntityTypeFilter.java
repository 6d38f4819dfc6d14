package io.atrium.entity;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts relations by their type and by the kind of the far end. */
public record RelationEntityTypeFilter(
        @Nullable String relationType,
        @Nullable List<String> entityTypes,
        @Nullable Boolean negate) {

    RelationWalk.Filter filter() {
        return new RelationWalk.Filter(
                relationType, entityTypes == null ? Set.of() : Set.copyOf(entityTypes), Boolean.TRUE.equals(negate));
    }
}
