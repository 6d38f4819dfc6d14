package io.atrium.device;

import java.util.UUID;

/** A device was saved: its name, profile or settings may differ. */
public record DeviceChanged(UUID tenantId, UUID deviceId) {}
