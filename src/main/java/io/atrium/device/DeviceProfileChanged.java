package io.atrium.device;

import java.util.UUID;

/** A device profile was saved, and with it the settings of all its devices. */
public record DeviceProfileChanged(UUID tenantId, UUID profileId) {}
