package io.atrium.ingest;

import java.util.Optional;

/** Finds devices by what they present. */
@FunctionalInterface
public interface DeviceLogins {
    /** May wait for the database the first time that a token is seen. */
    Optional<DeviceLogin> byToken(String token);

    /** True if {@link #byToken} would answer from memory, so that an event loop may ask it. */
    default boolean isInMemory(String token) {
        return true;
    }
}
