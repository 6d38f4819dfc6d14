/**
 * Readings: what devices and users write about entities over time, and how it is read back.
 *
 * <p>Owns the decoding of telemetry and attribute bodies ({@link io.atrium.telemetry.TelemetryBody}), the contract of
 * the store of series ({@link io.atrium.telemetry.SeriesStore}; implementations live in {@code telemetry.store}),
 * aggregation over it ({@link io.atrium.telemetry.Aggregation}), the service that keeps latest values in step with it
 * ({@link io.atrium.telemetry.Telemetry}), reading on behalf of callers and through entity views ({@link
 * io.atrium.telemetry.SeriesReads}), and the routes under {@code /api/plugins/telemetry}. A series is an entity and a
 * key over time. Tells the bus {@link io.atrium.telemetry.TelemetryStored} and {@link
 * io.atrium.telemetry.TelemetryDeleted}.
 *
 * <p>Asks the caller's scope before every read and write of an entity. Must not know which transport the bytes came by,
 * or which store is behind the contract.
 */
@NullMarked
package io.atrium.telemetry;

import org.jspecify.annotations.NullMarked;
