/**
 * The HTTP device API (device-data-api 2.1): telemetry and attributes under {@code /api/v1/{token}}.
 *
 * <p>Owns paths, status codes and body sizes. Must not know how messages are stored or who reads them.
 */
@NullMarked
package io.atrium.transport.http;

import org.jspecify.annotations.NullMarked;
