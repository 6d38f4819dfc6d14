package io.atrium.app;

import io.atrium.config.Setting;
import org.jspecify.annotations.Nullable;

/** Who may read the figures of the server. */
record MetricsConfig(
        @Setting(
                env = "ATRIUM_METRICS_TOKEN",
                example = "a-long-random-text",
                secret = true,
                doc =
                        "What readers of /metrics send as 'Authorization: Bearer'; without it only callers on the same machine"
                                + " read it, and none that come through a proxy")
        @Nullable
        String token) {}
