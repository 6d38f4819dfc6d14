package io.atrium.telemetry;

import io.atrium.base.Problem;

/**
 * Which points to delete, and what becomes of the latest value (device-data-api 3.4).
 *
 * @param toExclusive {@link Long#MAX_VALUE} means no end
 * @param deleteLatest whether a latest value within the range goes, too
 * @param rewriteLatest whether the newest point before the range then takes its place
 */
public record Deletion(long fromInclusive, long toExclusive, boolean deleteLatest, boolean rewriteLatest) {

    public Deletion {
        if (toExclusive < fromInclusive) {
            throw Problem.badRequest("'endTs' must not be before 'startTs'");
        }
    }

    /** All points, those in the future included. */
    public static Deletion all(boolean deleteLatest) {
        return new Deletion(Long.MIN_VALUE, Long.MAX_VALUE, deleteLatest, false);
    }

    boolean covers(long ts) {
        return ts >= fromInclusive && (ts < toExclusive || toExclusive == Long.MAX_VALUE);
    }
}
