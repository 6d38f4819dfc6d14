package io.atrium.query;

import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of entities and some of their values (device-data-api 5.2).
 *
 * @param keyFiltersOperation how the filters go together; AND if absent
 */
public record EntityDataQuery(
        @Nullable EntityFilter entityFilter,
        @Nullable EntityDataPageLink pageLink,
        @Nullable List<EntityKey> entityFields,
        @Nullable List<EntityKey> latestValues,
        @Nullable List<KeyFilter> keyFilters,
        @Nullable ComplexOperation keyFiltersOperation) {

    /** The query with another page. */
    EntityDataQuery withPageLink(EntityDataPageLink link) {
        return new EntityDataQuery(entityFilter, link, entityFields, latestValues, keyFilters, keyFiltersOperation);
    }
}
