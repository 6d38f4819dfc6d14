package io.atrium.ingest;

import io.atrium.device.DeviceLogin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device that has shown who it is; what it sends is taken as its own.
 *
 * @param gatewayId the gateway that speaks for the device, or null if the device speaks itself
 * @param asOf the change of credentials, counted over the installation, up to which the log-in is known to be good
 * @param credentials the version of the credentials that let the device in, or its gateway
 */
public record DeviceSession(
        UUID tenantId, UUID deviceId, @Nullable UUID gatewayId, long asOf, long credentials) {

    static DeviceSession direct(DeviceLogin login, long asOf) {
        return new DeviceSession(login.tenantId(), login.deviceId(), null, asOf, login.credentials());
    }

    boolean isBehindGateway() {
        return gatewayId != null;
    }
}
