package io.atrium.telemetry;

import java.util.UUID;

/** How many days a tenant's profile keeps points for which no rule says otherwise; 0 for ever. */
@FunctionalInterface
public interface StorageDays {
    long of(UUID tenant);
}
