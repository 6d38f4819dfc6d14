/**
 * The HTTP device API (device-data-api 2.1): provisioning, and under {@code /api/v1/{token}} telemetry, attributes,
 * commands, calls and claims.
 *
 * <p>Owns paths, status codes, body sizes and waits. Must not know how messages are stored or who reads them.
 */
@NullMarked
package io.atrium.transport.http;

import org.jspecify.annotations.NullMarked;
