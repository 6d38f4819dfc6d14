package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One point on the wire; the value is text unless strict data types were asked for. */
record TsData(long ts, @Nullable JsonNode value) {}
