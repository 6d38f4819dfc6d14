package io.atrium.ingest;

import java.util.UUID;

/** The device that credentials stand for. */
public record DeviceLogin(UUID tenantId, UUID deviceId) {}
