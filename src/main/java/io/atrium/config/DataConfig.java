package io.atrium.config;

import java.nio.file.Path;

/** Where the server keeps its state. */
public record DataConfig(
        @Setting(
                env = "ATRIUM_DATA",
                fallback = "./data",
                doc = "Folder of all state: PostgreSQL cluster, series, keys and uploads; one server at a time")
        Path folder) {}
