package io.atrium.telemetry;

import java.util.List;

/**
 * What one of several series queries found.
 *
 * @param lastEntryTs time of the newest stored point in the range, also where buckets came out of it; the range's start
 *     if there is none
 */
record ReadTsKvQueryResult(int queryId, List<TsKvEntry> data, long lastEntryTs) {}
