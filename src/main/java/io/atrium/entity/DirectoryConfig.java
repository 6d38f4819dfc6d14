package io.atrium.entity;

import io.atrium.config.Setting;

/** How much of the heap what is stored may take. */
public record DirectoryConfig(
        @Setting(
                env = "ATRIUM_DIRECTORY_HEAP_SHARE",
                fallback = "60",
                min = 10,
                max = 80,
                doc =
                        "Percent of the heap, less 64 MB for the server itself, that all tenants' entities, keys and latest"
                                + " values may take; more is refused")
        int heapShare,

        @Setting(
                env = "ATRIUM_DIRECTORY_TENANT_SHARE",
                fallback = "90",
                min = 1,
                max = 100,
                doc =
                        "Percent of that which one tenant may take, so that one alone does not keep all others from adding")
        int tenantShare) {}
