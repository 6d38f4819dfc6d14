package io.atrium.query;

import io.atrium.base.Ref;
import io.atrium.base.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entity of an answer.
 *
 * @param readAttrs false if the viewer may not read its attributes, which are blank then
 * @param readTs false if the viewer may not read its time series, which are blank then
 * @param latest values by key type and key
 */
public record EntityData(
        Ref entityId,
        boolean readAttrs,
        boolean readTs,
        Map<String, Map<String, TsValue>> latest,
        Map<String, List<TsValue>> timeseries,
        Map<String, ComparisonTsValue> aggLatest) {

    /**
     * A value as text, with its moment.
     *
     * @param type the kind of the value, which its text does not tell; only with {@code valueTypes}, and not for fields
     *     of entities
     */
    public record TsValue(long ts, String value, @Nullable Long count, Value.@Nullable Kind type) {}

    /** A value and the one of an earlier interval. */
    public record ComparisonTsValue(
            @Nullable TsValue current, @Nullable TsValue previous) {}
}
