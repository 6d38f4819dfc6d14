package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The parts of what a profile sets up its devices with; each is kept as it was sent. */
record DeviceProfileData(
        @Nullable JsonNode configuration,
        @Nullable JsonNode transportConfiguration,
        @Nullable JsonNode provisionConfiguration) {}
