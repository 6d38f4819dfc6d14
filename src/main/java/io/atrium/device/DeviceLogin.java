package io.atrium.device;

import java.util.UUID;

/**
 * The device that presented valid credentials.
 *
 * @param credentials the version of the credentials that it presented
 */
public record DeviceLogin(UUID tenantId, UUID deviceId, long credentials) {}
