package io.atrium.view;

import io.atrium.http.SchemaName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that a view lets through. */
record TelemetryEntityView(
        @Nullable List<String> timeseries, @Nullable Attributes attributes) {

    /** Attribute keys by scope: client, server, shared. */
    @SchemaName("AttributesEntityView")
    record Attributes(
            @Nullable List<String> cs,
            @Nullable List<String> ss,
            @Nullable List<String> sh) {}
}
