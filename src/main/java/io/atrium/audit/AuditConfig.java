package io.atrium.audit;

import io.atrium.config.Setting;
import java.time.Duration;

/** How long the audit log reaches back. */
public record AuditConfig(
        @Setting(
                env = "ATRIUM_AUDIT_RETENTION",
                fallback = "365d",
                min = 86_400_000L,
                max = 3_650L * 86_400_000L,
                doc = "Age at which entries of the audit log are deleted")
        Duration retention) {}
