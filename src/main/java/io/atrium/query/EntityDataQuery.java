package io.atrium.query;

import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of entities and some of their values (device-data-api 5.2).
 *
 * @param keyFiltersOperation how the filters go together; AND if absent
 * @param valueTypes true if each value of a series or an attribute says its {@code type} beside its text: a text that
 *     looks like a number stays a text
 */
public record EntityDataQuery(
        @Nullable EntityFilter entityFilter,
        @Nullable EntityDataPageLink pageLink,
        @Nullable List<EntityKey> entityFields,
        @Nullable List<EntityKey> latestValues,
        @Nullable List<KeyFilter> keyFilters,
        @Nullable ComplexOperation keyFiltersOperation,
        @Nullable Boolean valueTypes) {

    /** True if the client wants to know the types of values. */
    public boolean wantsTypes() {
        return Boolean.TRUE.equals(valueTypes);
    }

    /** The query with another page. */
    EntityDataQuery withPageLink(EntityDataPageLink link) {
        return new EntityDataQuery(
                entityFilter, link, entityFields, latestValues, keyFilters, keyFiltersOperation, valueTypes);
    }
}
