package io.atrium.people;

import java.util.UUID;

/** An API key of a user was switched, changed or removed; what was opened with it must be asked again. */
public record ApiKeysChanged(UUID tenantId, UUID userId) {}
