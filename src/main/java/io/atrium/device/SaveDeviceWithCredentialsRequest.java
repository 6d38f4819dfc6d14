package io.atrium.device;

import org.jspecify.annotations.Nullable;

/** A device and the credentials that it shall have. */
public record SaveDeviceWithCredentialsRequest(
        @Nullable Device device, @Nullable DeviceCredentials credentials) {}
