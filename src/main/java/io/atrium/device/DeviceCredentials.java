package io.atrium.device;

import io.atrium.base.Ref;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The secret of one device as the wire shows it to those who may read it. */
public record DeviceCredentials(
        @Nullable DeviceCredentialsId id,
        @Nullable Long createdTime,
        @Nullable Ref deviceId,
        @Nullable DeviceCredentialsType credentialsType,
        @Nullable String credentialsId,
        @Nullable String credentialsValue,
        @Nullable Long version) {

    /** On the wire {@code {"id":"<uuid>"}}. */
    public record DeviceCredentialsId(UUID id) {}
}
