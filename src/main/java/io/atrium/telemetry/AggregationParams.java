package io.atrium.telemetry;

import org.jspecify.annotations.Nullable;

/** How one of several series queries is aggregated; what is absent has the defaults of the history route. */
record AggregationParams(
        Aggregation.@Nullable Function aggregation,
        @Nullable IntervalType intervalType,
        @Nullable String tzId,
        @Nullable Long interval) {}
