package io.atrium.telemetry;

import io.atrium.http.SchemaName;
import org.jspecify.annotations.Nullable;

/**
 * One of several series queries in one call (device-data-api 3.1).
 *
 * @param id comes back with the result; the place in the list when absent
 * @param aggregation used with {@code interval} when {@code aggParameters} is absent
 */
@SchemaName("BaseReadTsKvQuery")
record ReadTsKvQuery(
        @Nullable Integer id,
        @Nullable String key,
        @Nullable Long startTs,
        @Nullable Long endTs,
        @Nullable AggregationParams aggParameters,
        @Nullable Integer limit,
        @Nullable String order,
        Aggregation.@Nullable Function aggregation,
        @Nullable Long interval) {}
