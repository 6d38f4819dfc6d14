package io.atrium.telemetry;

import java.util.Map;

/**
 * What became of the telemetry messages of one entity since the server started. A message that is neither stored nor
 * refused is still on its way to the disk.
 *
 * @param received messages that reached the server
 * @param stored messages whose values would survive a loss of power
 * @param values the values in these
 * @param refused messages that were turned down, by reason; nothing of them was stored
 * @param leftOut single values that were not taken of messages whose other values were, by reason
 * @param farInThePast stored values with a time before March 1973, most likely seconds that were sent for milliseconds
 */
public record TelemetryCounts(
        long received,
        long stored,
        long values,
        Map<String, Long> refused,
        Map<String, Long> leftOut,
        long farInThePast) {}
