/**
 * Readings: what devices and users write about entities over time, and how it is read back.
 *
 * <p>Owns the decoding of telemetry and attribute bodies ({@link io.atrium.telemetry.TelemetryBody}), the contract of
 * the store of series ({@link io.atrium.telemetry.SeriesStore}; implementations live in {@code telemetry.store}) and
 * aggregation over it ({@link io.atrium.telemetry.Aggregation}). A series is an entity and a key over time.
 *
 * <p>Must not know who may read or write (the caller has asked {@code access} before), which transport the bytes came
 * by, or which store is behind the contract.
 */
@NullMarked
package io.atrium.telemetry;

import org.jspecify.annotations.NullMarked;
