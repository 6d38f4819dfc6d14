package io.atrium.dashboard;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;

/** Limits of dashboards. */
public record DashboardConfig(
        @Setting(
                env = "ATRIUM_DASHBOARD_MAX_SIZE",
                fallback = "4MB",
                min = 16L << 10,
                max = 64L << 20,
                doc = "Largest dashboard that can be saved, with its configuration")
        Bytes maxSize) {

    static final DashboardConfig DEFAULT = new DashboardConfig(new Bytes(4L << 20));
}
