package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Effort;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The route that answers several series queries about one entity at once. */
final class SeriesQueryApi {

    /** About what a point takes as an object beside its value, in bytes. */
    private static final int ENTRY_BYTES = 128;

    private final Platform platform;
    private final Telemetry telemetry;
    private final SeriesReads reads;

    SeriesQueryApi(Platform platform, Telemetry telemetry, SeriesReads reads) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.reads = reads;
    }

    void add(Routes.Area area) {
        area.post(
                        "/api/plugins/telemetry/{entityType}/{entityId}/values/timeseries",
                        "getTimeseriesByReadTsKvQueries",
                        "Points or buckets of several keys and ranges, each query with its own aggregation")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ_TELEMETRY on the entity")
                .bodyList(ReadTsKvQuery.class)
                .answersList(ReadTsKvQueryResult.class)
                .handle(this::run);
    }

    private Reply run(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Ref ref = call.ref("entityType", "entityId");
        reads.requireReadable(scope, ref);
        List<ReadTsKvQuery> queries = call.bodyList(ReadTsKvQuery.class);
        return reads.together(scope, effort -> {
            Source source = (key, range, visitor) -> reads.range(effort, scope, ref, key, range, visitor);
            List<ReadTsKvQueryResult> results = new ArrayList<>();
            int points = 0;
            for (ReadTsKvQuery query : queries) {
                ReadTsKvQueryResult result = run(source, query, results.size(), points, effort);
                points += result.data().size();
                results.add(result);
            }
            return Reply.json(200, results);
        });
    }

    /** Visits ranges of the entity that the call is about. */
    private interface Source {
        void range(String key, SeriesReads.Range range, SeriesStore.PointVisitor visitor);
    }

    private ReadTsKvQueryResult run(Source source, ReadTsKvQuery query, int place, int pointsBefore, Effort effort) {
        SeriesReads.Range range = range(query);
        String key = required("key", query.key());
        List<TsKvEntry> data = new ArrayList<>();
        source.range(key, range, (ts, value) -> {
            requireRoom(pointsBefore + data.size() + 1);
            // The wire gives a text twice.
            effort.hold(ENTRY_BYTES + 2L * value.textLength());
            return data.add(TsKvEntry.of(key, ts, value));
        });
        return new ReadTsKvQueryResult(query.id() == null ? place : query.id(), data, lastEntryTs(source, key, range));
    }

    private void requireRoom(int points) {
        if (points > telemetry.config().maxResult()) {
            throw TsJson.tooMany(telemetry.config().maxResult());
        }
    }

    private static long lastEntryTs(Source source, String key, SeriesReads.Range range) {
        long[] newest = {range.startTs()};
        SeriesReads.Range last = new SeriesReads.Range(range.startTs(), range.endTs(), Aggregation.none(), false, 1);
        source.range(key, last, (ts, value) -> {
            newest[0] = ts;
            return false;
        });
        return newest[0];
    }

    private static SeriesReads.Range range(ReadTsKvQuery query) {
        AggregationParams given = query.aggParameters();
        AggregationParams params =
                given == null ? new AggregationParams(query.aggregation(), null, null, query.interval()) : given;
        long interval = params.interval() == null ? 0 : params.interval();
        if (interval < 0) {
            throw Problem.badRequest("Field 'interval' must not be negative");
        }
        int limit = query.limit() == null ? RangeQuery.DEFAULT_LIMIT : query.limit();
        if (limit < 1) {
            throw Problem.badRequest("Field 'limit' must be at least 1");
        }
        return new SeriesReads.Range(
                required("startTs", query.startTs()),
                required("endTs", query.endTs()),
                Aggregation.lenient(
                        params.aggregation() == null ? Aggregation.Function.NONE : params.aggregation(),
                        params.intervalType() == null ? IntervalType.MILLISECONDS : params.intervalType(),
                        interval,
                        RangeQuery.zone("tzId", params.tzId() == null ? "" : params.tzId())),
                RangeQuery.ascending("order", query.order() == null ? "" : query.order()),
                limit);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw Problem.badRequest("Field '" + field + "' of a query is missing");
        }
        return value;
    }
}
