package io.atrium.ingest;

import java.util.UUID;

/** A device that has shown who it is; what it sends is taken as its own. */
public record DeviceSession(DeviceLogin login) {

    UUID tenantId() {
        return login.tenantId();
    }

    UUID deviceId() {
        return login.deviceId();
    }
}
