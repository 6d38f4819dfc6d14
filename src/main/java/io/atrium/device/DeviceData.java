package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The two halves of what a device is set up with; each is kept as it was sent. */
record DeviceData(
        @Nullable JsonNode configuration, @Nullable JsonNode transportConfiguration) {}
