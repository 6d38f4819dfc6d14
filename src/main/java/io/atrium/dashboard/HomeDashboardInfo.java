package io.atrium.dashboard;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** Which dashboard a user lands on; without id there is none. */
public record HomeDashboardInfo(
        @Nullable Ref dashboardId, @Nullable Boolean hideDashboardToolbar) {}
