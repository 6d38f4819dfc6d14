package io.atrium.device;

import java.util.UUID;

/** A device has another owner. */
public record DeviceOwnerChanged(UUID tenantId, UUID deviceId) {}
