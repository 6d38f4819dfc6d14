package io.atrium.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which relations end a walk at a result.
 *
 * @param relationType only these; absent or empty for all
 * @param entityTypes only results of these kinds; absent or empty for all
 * @param negate true for all relation types but the named one
 */
public record RelationEntityTypeFilter(
        @Nullable String relationType,
        @Nullable List<String> entityTypes,
        @Nullable Boolean negate) {}
