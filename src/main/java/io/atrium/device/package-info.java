/**
 * Devices: the kind, their profiles and credentials.
 *
 * <p>Owns the tables {@code device_credentials}, {@code device_claim} and {@code device_provision_key}, who may come in
 * as which device (log-in, provisioning, claiming, gateways), and the routes under {@code /api/device} and
 * {@code /api/deviceProfile}. Knows nothing of transports, telemetry or alarms.
 */
@NullMarked
package io.atrium.device;

import org.jspecify.annotations.NullMarked;
