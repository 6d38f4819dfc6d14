package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The route that gives series away as a file. */
final class ExportApi {

    /** Points that are read at a time: while they are sent, nothing is held open and rights are asked for again. */
    private static final int SLICE = 5_000;

    /** A slice ends where it has so many bytes of text. */
    private static final long SLICE_BYTES = 256 << 10;

    private final Platform platform;
    private final Telemetry telemetry;
    private final SeriesReads reads;

    ExportApi(Platform platform, Telemetry telemetry, SeriesReads reads) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.reads = reads;
    }

    void add(Routes.Area area) {
        KeyList.parameters(area.get(
                        "/api/telemetry/export/{entityType}/{entityId}",
                        "exportTimeseries",
                        "Points of a range as CSV, key by key, ascending: timestamp, time, key, value; without keys of all"
                                + " that have a latest value"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ_TELEMETRY on the entity")
                .required("startTs", Long.class, "First millisecond")
                .required("endTs", Long.class, "Millisecond behind the last")
                .query("timeZone", String.class, "Zone of the column time; default is the server's")
                .query("separator", CsvLine.Separator.class, "What stands between two columns; default is COMMA")
                .query("decimal", CsvLine.Decimal.class, "What stands before decimals; default is POINT")
                .answersText()
                .handle(this::export);
    }

    /** What to export, and for whom. */
    private record Order(Call call, Ref ref, List<String> keys, long startTs, long endTs, ZoneId zone, CsvLine line) {}

    private Reply export(Call call) {
        Ref ref = call.ref("entityType", "entityId");
        Scope scope = platform.scopes().of(call.actor());
        List<String> asked = KeyList.of(call);
        Order order = new Order(
                call,
                ref,
                asked.isEmpty() ? reads.keys(scope, ref) : asked,
                RangeQuery.startTs(call),
                RangeQuery.endTs(call),
                RangeQuery.zone("timeZone", call.text("timeZone").orElse("")),
                line(call));
        reads.requireReadable(scope, ref);
        // How much memory it takes and whether that is there is asked before the first byte: later nothing can be
        // refused.
        long bytes = measured(scope, order);
        room(scope, bytes).close();
        return Reply.streamed(
                "text/csv;charset=UTF-8",
                Map.of("Content-Disposition", "attachment; filename=\"telemetry.csv\""),
                out -> write(order, bytes, out));
    }

    private static CsvLine line(Call call) {
        var separator = call.choice("separator", CsvLine.Separator.class).orElse(CsvLine.Separator.COMMA);
        var decimal = call.choice("decimal", CsvLine.Decimal.class).orElse(CsvLine.Decimal.POINT);
        if (separator == CsvLine.Separator.COMMA && decimal == CsvLine.Decimal.COMMA) {
            throw Problem.badRequest("Parameters 'separator' and 'decimal' must not both be COMMA");
        }
        return new CsvLine(separator, decimal);
    }

    /** The memory of an export: a slice and the longest text on top of it, as it is read and as it is written. */
    private long measured(Scope scope, Order order) {
        int max = telemetry.config().maxExport();
        int[] points = {0};
        long[] longest = {0};
        SeriesReads.Range all =
                new SeriesReads.Range(order.startTs(), order.endTs(), Aggregation.none(), true, Integer.MAX_VALUE);
        reads.ranges(scope, order.ref(), order.keys(), all, key -> (ts, value) -> {
            longest[0] = Math.max(longest[0], value.textLength());
            return ++points[0] <= max;
        });
        if (points[0] > max) {
            throw Problem.badRequest("More than " + max
                    + " points; the limit ATRIUM_TELEMETRY_MAX_EXPORT holds for all keys of an export together");
        }
        return 2 * (SLICE_BYTES + longest[0]);
    }

    private HeavyReads.Room room(Scope scope, long bytes) {
        return platform.heavyReads().room(scope, bytes);
    }

    private void write(Order order, long bytes, OutputStream out) throws IOException {
        try (HeavyReads.Room _ = room(platform.scopes().of(order.call().actor()), bytes)) {
            writeLines(order, out);
        }
    }

    private void writeLines(Order order, OutputStream out) throws IOException {
        CsvLine line = order.line();
        out.write(line.plain("timestamp")
                .plain("time")
                .plain("key")
                .plain("value")
                .end());
        for (String key : order.keys()) {
            long from = order.startTs();
            Slice slice = slice(order, key, from);
            while (!slice.points().isEmpty()) {
                for (Reading point : slice.points()) {
                    out.write(line(line, point, order.zone()));
                }
                long last = slice.points().getLast().ts();
                slice = slice.isLast() || last == Long.MAX_VALUE ? Slice.NONE : slice(order, key, last + 1);
            }
        }
    }

    private record Slice(List<Reading> points, boolean isLast) {
        static final Slice NONE = new Slice(List.of(), true);
    }

    private Slice slice(Order order, String key, long from) {
        order.call().requireLogIn();
        List<Reading> slice = new ArrayList<>();
        long[] bytes = {0};
        SeriesReads.Range range = new SeriesReads.Range(from, order.endTs(), Aggregation.none(), true, SLICE);
        reads.range(platform.scopes().of(order.call().actor()), order.ref(), key, range, (ts, value) -> {
            slice.add(new Reading(ts, key, value));
            bytes[0] += value.textLength();
            return bytes[0] < SLICE_BYTES;
        });
        return new Slice(slice, slice.size() < SLICE && bytes[0] < SLICE_BYTES);
    }

    private static byte[] line(CsvLine line, Reading point, ZoneId zone) {
        Value value = point.value();
        line.plain(Long.toString(point.ts()))
                .text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        Instant.ofEpochMilli(point.ts()).atZone(zone)))
                .text(point.key());
        return switch (value.kind()) {
            case BOOLEAN, LONG, DOUBLE -> line.number(value.text()).end();
            case STRING, JSON -> line.text(value.text()).end();
        };
    }
}
