package io.atrium.telemetry;

import io.atrium.base.Value;

/**
 * One decoded value of a message.
 *
 * @param ts milliseconds since the epoch, as sent or the time of receipt
 */
public record Reading(long ts, String key, Value value) {}
