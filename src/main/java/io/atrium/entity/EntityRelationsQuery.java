package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A walk over relations that a caller asks for. */
public record EntityRelationsQuery(
        @Nullable RelationsSearchParameters parameters,
        @Nullable List<RelationEntityTypeFilter> filters) {

    /** Most filters that one query may have. */
    static final int MAX_FILTERS = 100;

    RelationsSearchParameters requireParameters() {
        if (parameters == null) {
            throw Problem.badRequest("Field 'parameters' must be specified");
        }
        return parameters;
    }

    List<RelationWalk.Filter> walkFilters() {
        if (filters == null) {
            return List.of();
        }
        if (filters.size() > MAX_FILTERS) {
            throw Problem.badRequest("Field 'filters' has more than " + MAX_FILTERS + " elements");
        }
        return filters.stream().map(RelationEntityTypeFilter::filter).toList();
    }
}
