package io.atrium.device;

import java.util.UUID;

/** The device that presented valid credentials. */
public record DeviceLogin(UUID tenantId, UUID deviceId) {}
