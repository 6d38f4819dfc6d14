package io.atrium.bench;

import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.db.EmbeddedPostgres;
import io.atrium.telemetry.Aggregation;
import io.atrium.telemetry.IntervalType;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import io.atrium.telemetry.store.PostgresSeriesStore;
import io.atrium.telemetry.store.RocksSeriesStore;
import io.atrium.telemetry.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The stores of series alone, without a server: synced appends, bytes on disk and aggregation, beside bare RocksDB. */
final class SeriesBench implements Bench.Benchmark {

    private static final UUID TENANT = new UUID(1, 1);
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final int YEAR_OF_MINUTES = 525_600;
    private static final int SERIES = 1_000;
    private static final int QUEUE = 400_000;
    private static final int READS = 15;
    private static final long HOUR = 60 * MINUTE;

    private final SplittableRandom random = new SplittableRandom(42);
    /** Points in the store that is being measured. */
    private long stored;

    @Override
    public String summary() {
        return "appends, bytes per point and aggregation of the series stores; argument: seconds per figure (5)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.isEmpty() ? 5 : Long.parseLong(arguments.getFirst()));
        Path folder = Files.createTempDirectory("atrium-bench-series");
        try {
            Figures.head();
            try (RocksSeriesStore store =
                    RocksSeriesStore.open(folder.resolve("rocks"), new StoreLimits(QUEUE, 64L << 20, 32L << 20))) {
                measure("rocksdb", store, each, "500,000 points/s", "100 ms");
                double before = store.stats().bytesOnDisk();
                store.compact();
                row("rocksdb: bytes per point after compaction", bytesPerPoint(store), "<= 10");
                row(
                        "rocksdb: on disk before and after",
                        megabytes(before) + " / " + megabytes(store.stats().bytesOnDisk()),
                        "");
                year("rocksdb, compacted", store, "100 ms");
            }
            new BareRocks(folder.resolve("bare"), each).run();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(folder);
                    Database database = Database.open(server.address(), 8);
                    SeriesStore store = new PostgresSeriesStore(database, QUEUE)) {
                measure("postgresql", store, each, "", "");
                row("postgresql: bytes per point", bytesPerPoint(store), "");
            }
        } finally {
            delete(folder);
        }
    }

    private void measure(String name, SeriesStore store, Duration each, String rate, String year) {
        stored = 0;
        appends(name + ": appends of 1 point, 1 in flight", store, each, 1, 1, "");
        appends(name + ": appends of 1 point, 20 in flight", store, each, 20, 1, "");
        appends(name + ": appends of 100 points, 20 in flight", store, each, 20, 100, rate);
        fillYear(store);
        year(name, store, year);
    }

    /** Acknowledged points per second; reads all of them back afterwards. */
    private void appends(String name, SeriesStore store, Duration each, int inFlight, int points, String target) {
        long[] ids = new long[SERIES];
        UUID entity = new UUID(2, name.hashCode());
        Arrays.setAll(ids, i -> store.series(TENANT, entity, "k" + i));
        long end = System.nanoTime() + each.toNanos();
        List<CompletableFuture<Long>> lanes = new ArrayList<>();
        long from = System.nanoTime();
        for (int lane = 0; lane < inFlight; lane++) {
            lanes.add(lane(store, ids, lane, inFlight, points, end));
        }
        long acknowledged = lanes.stream().mapToLong(CompletableFuture::join).sum();
        double seconds = (System.nanoTime() - from) / 1e9;
        long readable = 0;
        for (long id : ids) {
            long[] found = {0};
            store.scan(id, Long.MIN_VALUE, Long.MAX_VALUE, true, Integer.MAX_VALUE, (ts, value) -> ++found[0] > 0);
            readable += found[0];
        }
        stored += readable;
        row(name, count(acknowledged / seconds) + " points/s", target);
        row("  acknowledged / readable afterwards", count(acknowledged) + " / " + count(readable), "equal");
    }

    /** One sender that waits for each append before the next; senders share no series and time. */
    private CompletableFuture<Long> lane(SeriesStore store, long[] ids, int lane, int lanes, int points, long end) {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        SplittableRandom values = random.split();
        Thread.ofPlatform().daemon().start(() -> {
            long acknowledged = 0;
            double value = 21;
            while (System.nanoTime() < end) {
                List<Point> batch = new ArrayList<>(points);
                for (int i = 0; i < points; i++) {
                    long number = acknowledged + i;
                    // Round robin over series: a gateway that reports all of its devices again and again.
                    long id = ids[(int) (number % ids.length)];
                    long ts = START + (number / ids.length * lanes + lane) * MINUTE;
                    value += Math.round(values.nextDouble(-2, 2)) / 10.0;
                    batch.add(new Point(id, ts, Value.of(Math.rint(value * 10) / 10)));
                }
                store.append(batch).join();
                acknowledged += points;
            }
            sent.complete(acknowledged);
        });
        return sent;
    }

    private void fillYear(SeriesStore store) {
        long id = store.series(TENANT, new UUID(3, 3), "temperature");
        double value = 21;
        List<Point> batch = new ArrayList<>();
        for (int i = 0; i < YEAR_OF_MINUTES; i++) {
            value += Math.round(random.nextDouble(-2, 2)) / 10.0;
            batch.add(new Point(id, START + i * MINUTE, Value.of(Math.rint(value * 10) / 10)));
            if (batch.size() == 5_000 || i == YEAR_OF_MINUTES - 1) {
                store.append(List.copyOf(batch)).join();
                batch.clear();
            }
        }
        stored += YEAR_OF_MINUTES;
    }

    private static void year(String name, SeriesStore store, String target) {
        long id = store.find(TENANT, new UUID(3, 3), "temperature").orElseThrow();
        long end = START + YEAR_OF_MINUTES * MINUTE;
        long[] hourly = new long[READS];
        long[] daily = new long[READS];
        for (int i = 0; i < READS; i++) {
            long from = System.nanoTime();
            int buckets = 0;
            // A read may ask for 700 buckets, so a year of hours is 13 reads.
            for (long at = START; at < end; at += Aggregation.MAX_INTERVALS * HOUR) {
                buckets += average(store, id, at, Math.min(end, at + Aggregation.MAX_INTERVALS * HOUR), HOUR);
            }
            hourly[i] = System.nanoTime() - from;
            from = System.nanoTime();
            int days = average(store, id, START, end, 24 * HOUR);
            daily[i] = System.nanoTime() - from;
            if (buckets != 8_760 || days != 365) {
                throw new IllegalStateException("The year has " + buckets + " hours and " + days + " days");
            }
        }
        row(name + ": 525,600 points, hourly AVG, median", Figures.millis(Figures.percentile(hourly, 0.5)), target);
        row("  fastest", Figures.millis(Arrays.stream(hourly).min().orElseThrow()), "");
        row(name + ": 525,600 points, daily AVG, median", Figures.millis(Figures.percentile(daily, 0.5)), target);
    }

    private static int average(SeriesStore store, long id, long from, long to, long interval) {
        int[] buckets = {0};
        new Aggregation(Aggregation.Function.AVG, IntervalType.MILLISECONDS, interval, ZoneOffset.UTC)
                .run(store, id, from, to, true, Integer.MAX_VALUE, (ts, value) -> ++buckets[0] > 0);
        return buckets[0];
    }

    private String bytesPerPoint(SeriesStore store) {
        return String.format(Locale.ROOT, "%.1f", (double) store.stats().bytesOnDisk() / stored);
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static void row(String what, String measured, String target) {
        Figures.row(what, measured, target);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
