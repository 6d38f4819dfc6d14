package io.atrium.query;

import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks how many entities there are.
 *
 * @param keyFiltersOperation how the filters go together; AND if absent
 */
public record EntityCountQuery(
        @Nullable EntityFilter entityFilter,
        @Nullable List<KeyFilter> keyFilters,
        @Nullable ComplexOperation keyFiltersOperation) {}
