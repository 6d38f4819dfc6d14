package io.atrium.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds and keys that the entities of a query have, attributes by scope.
 *
 * @param timeseries null if not asked for
 * @param attributes null if not asked for
 */
public record AvailableEntityKeysV2(
        Set<String> entityTypes,
        @Nullable List<KeyInfo> timeseries,
        @Nullable Map<String, List<KeyInfo>> attributes) {

    /** A key, on demand with the newest value that one of the entities has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyInfo(String key, @Nullable KeySample sample) {}

    /** A value with its moment. */
    public record KeySample(long ts, JsonNode value) {}
}
