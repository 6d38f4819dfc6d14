package io.atrium.app;

import io.atrium.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a new installation starts with. */
public record BootstrapConfig(
        @Setting(
                env = "ATRIUM_SYSADMIN_EMAIL",
                fallback = "sysadmin@atrium.local",
                doc = "Log-in name of the first system administrator")
        String sysadminEmail,

        @Setting(
                env = "ATRIUM_SYSADMIN_PASSWORD",
                secret = true,
                doc = "Password of the first system administrator; without it a random one is printed once")
        @Nullable
        String sysadminPassword,

        @Setting(
                env = "ATRIUM_DEMO",
                fallback = "false",
                doc = "Loads the demo world into an empty data folder; ./atrium run says true")
        boolean demo,

        @Setting(
                env = "ATRIUM_DEMO_PASSWORD",
                secret = true,
                doc = "Password of all demo log-ins; without it a random one is printed once")
        @Nullable
        String demoPassword,

        @Setting(
                env = "ATRIUM_DEMO_HISTORY",
                fallback = "7d",
                min = 0,
                max = 31_536_000_000L,
                doc = "How far back the demo devices have history")
        Duration demoHistory) {}
