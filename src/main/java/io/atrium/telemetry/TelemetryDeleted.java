package io.atrium.telemetry;

import io.atrium.entity.Entry;
import java.util.List;
import java.util.UUID;

/** Points of some keys were deleted; their latest values may be gone or others. */
public record TelemetryDeleted(UUID tenantId, Entry entry, List<String> keys) {}
