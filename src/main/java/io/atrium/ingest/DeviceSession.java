package io.atrium.ingest;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device that has shown who it is; what it sends is taken as its own.
 *
 * @param gatewayId the gateway that speaks for the device, or null if the device speaks itself
 * @param asOf the change of credentials, counted over the installation, up to which the log-in is known to be good
 */
public record DeviceSession(
        UUID tenantId, UUID deviceId, @Nullable UUID gatewayId, long asOf) {

    static DeviceSession direct(UUID tenantId, UUID deviceId, long asOf) {
        return new DeviceSession(tenantId, deviceId, null, asOf);
    }

    boolean isBehindGateway() {
        return gatewayId != null;
    }
}
