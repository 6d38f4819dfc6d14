package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;

/** One attribute on the wire. */
record AttributeData(long lastUpdateTs, String key, JsonNode value) {}
