package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.http.Call;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Reads the parameters that the routes of ranges have in common. */
final class RangeQuery {

    /** Most points per key where a caller names no limit (device-data-api Annex B). */
    static final int DEFAULT_LIMIT = 100;

    private static final String DESCENDING = "DESC";

    private RangeQuery() {}

    static long startTs(Call call) {
        return call.requiredNumber("startTs", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static long endTs(Call call) {
        return call.requiredNumber("endTs", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static SeriesReads.Range of(Call call) {
        return new SeriesReads.Range(
                startTs(call),
                endTs(call),
                aggregation(call),
                ascending("orderBy", call.text("orderBy").orElse("")),
                (int) call.number("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
    }

    /** False, too, for a text that is empty: the newest points come first by default. */
    static boolean ascending(String name, String order) {
        if (!order.isEmpty() && !order.equals(DESCENDING) && !order.equals("ASC")) {
            throw Problem.badRequest("Parameter '" + name + "' must be ASC or DESC");
        }
        return order.equals("ASC");
    }

    static ZoneId zone(String name, String zone) {
        try {
            return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Parameter '" + name + "' is not a time zone", e);
        }
    }

    private static Aggregation aggregation(Call call) {
        return Aggregation.lenient(
                call.choice("agg", Aggregation.Function.class).orElse(Aggregation.Function.NONE),
                call.choice("intervalType", IntervalType.class).orElse(IntervalType.MILLISECONDS),
                call.number("interval", 0, 0, Long.MAX_VALUE),
                zone("timeZone", call.text("timeZone").orElse("")));
    }
}
