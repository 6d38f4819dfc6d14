package io.atrium.device;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** The few facts of a device profile that pickers need. */
public record DeviceProfileInfo(
        @Nullable Ref id,
        @Nullable String name,
        @Nullable String image,
        @Nullable Ref defaultDashboardId,
        @Nullable String type,
        @Nullable String transportType,
        @Nullable Ref tenantId) {}
