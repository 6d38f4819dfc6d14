package io.atrium.app;

import io.atrium.config.Setting;
import org.jspecify.annotations.Nullable;

/** The database that keeps everything but series. */
public record DatabaseConfig(
        @Setting(
                env = "ATRIUM_DATABASE_URL",
                secret = true,
                example = "postgresql://user:password@host:5432/atrium",
                doc = "PostgreSQL 15 or newer to use; without it Atrium runs its own in the data folder")
        @Nullable
        String url,

        @Setting(
                env = "ATRIUM_DATABASE_CONNECTIONS",
                fallback = "12",
                min = 2,
                max = 200,
                doc = "Most connections to the database")
        int connections) {}
