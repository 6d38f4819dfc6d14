/**
 * Devices: the kind, their profiles and credentials.
 *
 * <p>Owns the table {@code device_credentials} and the routes under {@code /api/device} and {@code /api/deviceProfile}.
 * Knows nothing of transports, telemetry or alarms.
 */
@NullMarked
package io.atrium.device;

import org.jspecify.annotations.NullMarked;
