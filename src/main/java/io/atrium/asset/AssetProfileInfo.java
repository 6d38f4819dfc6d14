package io.atrium.asset;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** The few facts of an asset profile that pickers need. */
public record AssetProfileInfo(
        @Nullable Ref id,
        @Nullable String name,
        @Nullable String image,
        @Nullable Ref defaultDashboardId,
        @Nullable Ref tenantId) {}
