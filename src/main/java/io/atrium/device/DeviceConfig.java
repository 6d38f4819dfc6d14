package io.atrium.device;

import io.atrium.config.Setting;
import java.time.Duration;

/** How devices are claimed. */
public record DeviceConfig(
        @Setting(
                env = "ATRIUM_DEVICE_CLAIMING",
                fallback = "true",
                doc = "Whether every device may be claimed; if not, its server attribute claimingAllowed must be true")
        boolean claiming,

        @Setting(
                env = "ATRIUM_DEVICE_CLAIM_DURATION",
                fallback = "24h",
                min = 1_000,
                max = 366L * 24 * 3_600_000,
                doc = "How long a device's offer to be claimed stands if the device does not say; also the longest")
        Duration claimDuration) {}
