package io.atrium.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atrium.base.Value;
import org.jspecify.annotations.Nullable;

/** One point with its value under the name of its kind; the other names are absent. Points have no versions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TsKvEntry(
        long ts,
        String key,
        @Nullable Double doubleValue,
        @Nullable Long longValue,
        @Nullable Boolean booleanValue,
        String valueAsString,
        Value.Kind dataType,
        @Nullable String jsonValue,
        @Nullable String strValue,
        @Nullable Long version) {

    static TsKvEntry of(String key, long ts, Value value) {
        Value.Kind kind = value.kind();
        return new TsKvEntry(
                ts,
                key,
                kind == Value.Kind.DOUBLE ? value.number() : null,
                kind == Value.Kind.LONG ? value.integer() : null,
                kind == Value.Kind.BOOLEAN ? value.bool() : null,
                value.text(),
                kind,
                kind == Value.Kind.JSON ? value.text() : null,
                kind == Value.Kind.STRING ? value.text() : null,
                null);
    }
}
