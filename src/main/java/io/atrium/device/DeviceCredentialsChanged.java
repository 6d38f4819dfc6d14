package io.atrium.device;

import java.util.UUID;

/** The credentials of a device were replaced or removed: sessions that were opened with them must end. */
public record DeviceCredentialsChanged(UUID tenantId, UUID deviceId) {}
