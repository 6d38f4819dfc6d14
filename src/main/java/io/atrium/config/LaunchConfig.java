package io.atrium.config;

import org.jspecify.annotations.Nullable;

/** What {@code ./atrium run} turns into flags of the JVM; the server itself only checks it. */
public record LaunchConfig(
        @Setting(
                env = "ATRIUM_HEAP",
                min = 64L << 20,
                example = "1GB",
                doc = "Largest heap of the server; without it a quarter of the machine's memory")
        @Nullable
        Bytes heap) {}
