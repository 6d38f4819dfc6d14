package io.atrium.entity;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a walk over relations starts and how far it goes. */
public record RelationsSearchParameters(
        @Nullable UUID rootId,
        @Nullable String rootType,
        @Nullable EntitySearchDirection direction,
        @Nullable RelationTypeGroup relationTypeGroup,
        @Nullable Integer maxLevel,
        @Nullable Boolean fetchLastLevelOnly) {

    Ref root() {
        if (rootId == null || rootType == null) {
            throw Problem.badRequest("Fields 'parameters.rootId' and 'parameters.rootType' must be specified");
        }
        return new Ref(rootType, rootId);
    }

    RelationWalk walk(int root, java.util.List<RelationWalk.Filter> filters) {
        if (direction == null) {
            throw Problem.badRequest("Field 'parameters.direction' must be FROM or TO");
        }
        return new RelationWalk(
                root,
                direction,
                relationTypeGroup == null ? Relation.COMMON : relationTypeGroup.name(),
                filters,
                maxLevel == null ? 0 : maxLevel,
                Boolean.TRUE.equals(fetchLastLevelOnly));
    }
}
