package io.atrium.live;

import io.atrium.query.EntityCountQuery;
import io.atrium.query.EntityDataQuery;
import io.atrium.query.EntityKey;
import io.atrium.telemetry.Aggregation.Function;
import io.atrium.telemetry.IntervalType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a client asks for (device-data-api 4.2). Component names are those of the wire. */
sealed interface Command {

    /** Chosen by the client, and echoed; names the subscription that the command opens. */
    int cmdId();

    /**
     * Follows one entity's attributes or series, or ends that; also asks for a range once.
     *
     * @param valueTypes true if each value is to be followed by its type, which its text does not tell
     */
    record OfEntity(
            Form form,
            int cmdId,
            @Nullable String entityType,
            @Nullable String entityId,
            @Nullable String keys,
            @Nullable String scope,
            boolean unsubscribe,
            boolean valueTypes,
            Times times)
            implements Command {

        List<String> keyList() {
            return keys == null
                    ? List.of()
                    : Arrays.stream(keys.split(","))
                            .map(String::strip)
                            .filter(key -> !key.isEmpty())
                            .distinct()
                            .toList();
        }
    }

    /** The three commands about one entity. */
    enum Form {
        ATTRIBUTES,
        TIMESERIES,
        TIMESERIES_HISTORY
    }

    /** When, and in what form. */
    record Times(
            @Nullable Long startTs,
            @Nullable Long endTs,
            @Nullable Long timeWindow,
            @Nullable IntervalType intervalType,
            @Nullable Long interval,
            @Nullable String timeZoneId,
            @Nullable Integer limit,
            @Nullable Function agg) {}

    /** Finds entities, and follows them. */
    record OfQuery(
            int cmdId,
            @Nullable EntityDataQuery query,
            @Nullable LatestCmd latestCmd,
            @Nullable SeriesCmd historyCmd,
            @Nullable SeriesCmd tsCmd,
            @Nullable AggCmd aggHistoryCmd,
            @Nullable AggCmd aggTsCmd)
            implements Command {}

    /** Which latest values to follow. */
    record LatestCmd(@Nullable List<EntityKey> keys) {}

    /** Which series to read or to follow. */
    record SeriesCmd(
            @Nullable List<String> keys,
            @Nullable Long startTs,
            @Nullable Long endTs,
            @Nullable Long timeWindow,
            @Nullable IntervalType intervalType,
            @Nullable Long interval,
            @Nullable String timeZoneId,
            @Nullable Integer limit,
            @Nullable Function agg,
            @Nullable Boolean fetchLatestPreviousPoint) {

        Times times() {
            return new Times(startTs, endTs, timeWindow, intervalType, interval, timeZoneId, limit, agg);
        }
    }

    /** Which series to make one value of. */
    record AggCmd(
            @Nullable List<AggKey> keys,
            @Nullable Long startTs,
            @Nullable Long endTs,
            @Nullable Long timeWindow) {}

    /** One series, and how; with the value of an earlier time to compare with. */
    record AggKey(
            @Nullable Integer id,
            @Nullable String key,
            @Nullable Function agg,
            @Nullable Long previousStartTs,
            @Nullable Long previousEndTs,
            @Nullable Boolean previousValueOnly) {}

    /** Counts entities, and follows the number. */
    record OfCount(int cmdId, @Nullable EntityCountQuery query) implements Command {}

    /** Ends a subscription. */
    record Unsubscribe(int cmdId) implements Command {}

    /** Asks for what this installation has none of: alarms and notifications. */
    record OfNothing(int cmdId, Nothing what) implements Command {}

    /** The kinds of nothing, each with an answer of its own. */
    enum Nothing {
        ALARM_DATA,
        ALARM_COUNT,
        ALARM_STATUS,
        NOTIFICATIONS,
        NOTIFICATIONS_COUNT,
        MARK_NOTIFICATIONS_AS_READ,
        MARK_ALL_NOTIFICATIONS_AS_READ
    }

    /**
     * A command that cannot be read.
     *
     * @param ofQuery true if its answers have the newer form
     */
    record Unreadable(int cmdId, boolean ofQuery, String reason) implements Command {}
}
