package io.atrium.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.WholeNumber;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Answer;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes of time series (device-data-api 3.1). */
final class TelemetryApi {

    private static final String ENTITY = "/api/plugins/telemetry/{entityType}/{entityId}";
    private static final String READS = "READ_TELEMETRY on the entity";
    private static final String BACKFILL = "backfill";
    private static final String WRITES = "WRITE_TELEMETRY on the entity";

    /** A thousand years. */
    private static final long MOST_TTL_SECONDS = 1_000L * 366 * 86_400;

    private final Platform platform;
    private final Telemetry telemetry;
    private final SeriesReads reads;

    TelemetryApi(Platform platform, Telemetry telemetry, SeriesReads reads) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.reads = reads;
    }

    void add(Routes.Area area) {
        area.get(ENTITY + "/keys/timeseries", "getTimeseriesKeys", "Keys that have a latest value")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answersList(String.class)
                .handle(call -> reads.keys(scope(call), ref(call)));
        range(area.get(
                        ENTITY + "/values/timeseries",
                        "getLatestTimeseries",
                        "Latest values; with startTs and endTs the points of a range, as the history route gives them"))
                .query("startTs", Long.class, "First millisecond")
                .query("endTs", Long.class, "Millisecond behind the last")
                .handle(call -> call.has("startTs") || call.has("endTs") ? history(call) : latest(call));
        range(area.get(
                        ENTITY + "/values/timeseries/history",
                        "getTimeseriesHistory",
                        "Points of a range, or one value per bucket; buckets begin at startTs and always ascend"))
                .required("startTs", Long.class, "First millisecond")
                .required("endTs", Long.class, "Millisecond behind the last")
                .handle(this::history);
        addWrites(area);
        area.get(
                        "/api/telemetry/counters/{entityType}/{entityId}",
                        "getTelemetryCounts",
                        "Messages received, stored and refused since the server started")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answers(TelemetryCounts.class)
                .handle(this::counts);
    }

    private static Routes.Builder range(Routes.Builder route) {
        return KeyList.parameters(route)
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answers(Answer.Shape.MAP_OF_LISTS, TsData.class)
                .query("intervalType", IntervalType.class, "MILLISECONDS (default) or a unit of the calendar")
                .query("interval", Long.class, "Width of a bucket in ms; 0 (default) gives the points as they are")
                .query("timeZone", String.class, "Zone of the calendar; default is the server's")
                .query("limit", Integer.class, "Most points per key, 100 by default; not for buckets")
                .query("agg", Aggregation.Function.class, "NONE by default")
                .query("orderBy", String.class, "ASC or DESC (default); not for buckets")
                .query("useStrictDataTypes", Boolean.class, "Typed values instead of text")
                .query(
                        "pixels",
                        Integer.class,
                        "Width of a chart: at most this many points per key, picked so that their line looks as that of"
                                + " all; ascending, numbers and booleans only, without 'limit' and 'agg'");
    }

    private void addWrites(Routes.Area area) {
        backfill(area.post(
                        ENTITY + "/timeseries/{scope}",
                        "saveEntityTelemetry",
                        "Stores telemetry; answers when it is durable. The scope is ignored"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .body(String.class)
                .upTo(BodySize.LARGE)
                .answersText()
                .handle(KeyList.plain(this::save));
        backfill(area.post(
                        ENTITY + "/timeseries/{scope}/{ttl}",
                        "saveEntityTelemetryWithTTL",
                        "As without ttl: the points are deleted ttl seconds from now, or earlier by a retention rule; 0 leaves"
                                + " it to the rules"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .body(String.class)
                .upTo(BodySize.LARGE)
                .answersText()
                .handle(KeyList.plain(this::saveWithTtl));
        KeyList.parameters(area.delete(
                        ENTITY + "/timeseries/delete", "deleteEntityTimeseries", "Deletes the points of some keys"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .query("deleteAllDataForKeys", Boolean.class, "All points, those in the future included")
                .query("startTs", Long.class, "First millisecond; needed unless all points go")
                .query("endTs", Long.class, "Millisecond behind the last; needed unless all points go")
                .query("deleteLatest", Boolean.class, "Whether a latest value in the range goes, too; default true")
                .query("rewriteLatestIfDeleted", Boolean.class, "Whether the newest point before takes its place")
                .answersText()
                .handle(KeyList.plain(this::delete));
    }

    private static Routes.Builder backfill(Routes.Builder route) {
        return route.query(
                BACKFILL, Boolean.class, "True for history: alarms take no notice of these points; default false");
    }

    private Scope scope(Call call) {
        return platform.scopes().of(call.actor());
    }

    private static Ref ref(Call call) {
        return call.ref("entityType", "entityId");
    }

    // ---- reading -----------------------------------------------------------------------------------------------

    private Reply latest(Call call) {
        Scope scope = scope(call);
        List<String> keys = KeyList.of(call);
        long now = platform.clock().millis();
        return reads.together(scope, effort -> {
            Map<String, Stamped> all = reads.latest(effort, scope, ref(call), keys);
            // The values are counted already, before they were read.
            TsJson out = new TsJson(strict(call), telemetry.config().maxResult(), bytes -> {});
            for (String key : keys.isEmpty() ? all.keySet() : keys) {
                Stamped stamped = all.get(key);
                out.point(key, stamped == null ? now : stamped.ts(), stamped == null ? null : stamped.value());
                out.endKey();
            }
            return Reply.json(out.end());
        });
    }

    private Reply history(Call call) {
        SeriesReads.Range range = RangeQuery.of(call);
        int pixels = (int) call.number("pixels", 0, LttbSampler.LEAST_PIXELS, LttbSampler.MOST_PIXELS);
        if (pixels > 0) {
            return sampled(call, range, pixels);
        }
        Scope scope = scope(call);
        return reads.together(scope, effort -> {
            TsJson out = json(call, effort);
            reads.ranges(effort, scope, ref(call), KeyList.of(call), range, key -> {
                out.endKey();
                return (ts, value) -> out.point(key, ts, value);
            });
            out.endKey();
            return Reply.json(out.end());
        });
    }

    private TsJson json(Call call, Effort effort) {
        return new TsJson(strict(call), telemetry.config().maxResult(), effort::hold);
    }

    private static boolean strict(Call call) {
        return call.flag("useStrictDataTypes", false);
    }

    private Reply sampled(Call call, SeriesReads.Range asked, int pixels) {
        if (asked.aggregation().function() != Aggregation.Function.NONE) {
            throw Problem.badRequest("Parameter 'pixels' goes without 'agg': buckets are narrow already");
        }
        int maxResult = telemetry.config().maxResult();
        SeriesReads.Range range =
                new SeriesReads.Range(asked.startTs(), asked.endTs(), Aggregation.none(), true, Integer.MAX_VALUE);
        Scope scope = scope(call);
        reads.requireReadable(scope, ref(call));
        return reads.together(scope, effort -> {
            TsJson out = json(call, effort);
            for (String key : KeyList.of(call)) {
                LttbSampler sampler = new LttbSampler(
                        range,
                        pixels,
                        new LttbSampler.Room(maxResult, effort::hold),
                        (ts, value) -> out.point(key, ts, value));
                reads.range(effort, scope, ref(call), key, range, sampler);
                sampler.finish();
                out.endKey();
            }
            return Reply.json(out.end());
        });
    }

    private TelemetryCounts counts(Call call) {
        Scope scope = scope(call);
        return telemetry.counts(scope.read(() -> scope.require(Operation.READ_TELEMETRY, ref(call))));
    }

    // ---- writing -----------------------------------------------------------------------------------------------

    private @Nullable Object saveWithTtl(Call call) {
        return save(call, expiresAt(call.path("ttl")));
    }

    /** When points end that live for some seconds from now; an age beyond all time is no end. */
    private long expiresAt(String ttl) {
        long seconds = WholeNumber.of(ttl).orElseThrow(() -> Problem.badRequest("Parameter 'ttl' is not an integer"));
        if (seconds < 0) {
            throw Problem.badRequest("Parameter 'ttl' must not be negative");
        }
        return seconds == 0 || seconds > MOST_TTL_SECONDS
                ? SeriesStore.NEVER
                : platform.clock().millis() + seconds * 1_000;
    }

    private @Nullable Object save(Call call) {
        return save(call, SeriesStore.NEVER);
    }

    private @Nullable Object save(Call call, long expiresAt) {
        boolean backfill = call.flag(BACKFILL, false);
        Scope scope = scope(call);
        Entry entry = writable(scope, ref(call));
        Decoded message = decode(call, entry);
        Decoded stored = Telemetry.await(telemetry.store(scope, entry, message, new Terms(expiresAt, backfill)));
        ObjectNode data = Json.object().put("values", stored.readings().size());
        TreeSet<String> keys = new TreeSet<>();
        stored.readings().forEach(reading -> keys.add(reading.key()));
        Audits.record(platform, scope, AuditAction.TIMESERIES_UPDATED, entry, data.set("timeseries", Json.tree(keys)));
        return KeyList.answer(stored.leftOut());
    }

    private Decoded decode(Call call, Entry entry) {
        try {
            return TelemetryBody.telemetry(call.body(), platform.clock().millis(), telemetry.restRules());
        } catch (Problem problem) {
            telemetry.refused(entry.id(), problem);
            throw problem;
        }
    }

    private @Nullable Object delete(Call call) {
        Scope scope = scope(call);
        Entry entry = writable(scope, ref(call));
        List<String> keys = KeyList.required(call);
        Deletion deletion = deletion(call);
        telemetry.delete(scope, entry, keys, deletion);
        ObjectNode data = Json.object();
        data.set("timeseries", Json.tree(keys));
        if (!call.flag("deleteAllDataForKeys", false)) {
            data.put("startTs", deletion.fromInclusive()).put("endTs", deletion.toExclusive());
        }
        Audits.record(platform, scope, AuditAction.TIMESERIES_DELETED, entry, data);
        return null;
    }

    private static Deletion deletion(Call call) {
        boolean deleteLatest = call.flag("deleteLatest", true);
        boolean rewriteLatest = call.flag("rewriteLatestIfDeleted", false);
        if (call.flag("deleteAllDataForKeys", false)) {
            call.number("startTs", 0, Long.MIN_VALUE, Long.MAX_VALUE);
            call.number("endTs", 0, Long.MIN_VALUE, Long.MAX_VALUE);
            return Deletion.all(deleteLatest);
        }
        return new Deletion(
                call.requiredNumber("startTs", Long.MIN_VALUE, Long.MAX_VALUE),
                call.requiredNumber("endTs", Long.MIN_VALUE, Long.MAX_VALUE),
                deleteLatest,
                rewriteLatest);
    }

    private static Entry writable(Scope scope, Ref ref) {
        Entry entry = scope.read(() -> scope.require(Operation.WRITE_TELEMETRY, ref));
        Lens.requireWritable(ref);
        return entry;
    }
}
