package io.atrium.ingest;

import java.util.Optional;

/** Finds devices by what they present. Asked on event loops, once per message: must answer from memory, at once. */
@FunctionalInterface
public interface DeviceLogins {
    Optional<DeviceLogin> byToken(String token);
}
