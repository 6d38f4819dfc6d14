package io.atrium.telemetry;

import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.telemetry.SeriesStore.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deletes points that are older than their rule allows or whose time to live ended, in slices, and counts beforehand what
 * would go. The latest values stay: they say what was known last. A point may outlive its rule by a twenty-fourth of the
 * rule's age, at most a day, plus the time between two sweeps.
 */
final class Retention implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Series that one synced write cuts, or expired points that it deletes. */
    private static final int SLICE = 1_000;

    /** Points that a preview counts at most, which takes some seconds. */
    private static final long MOST_COUNTED = 5_000_000;

    private static final Duration FIRST_AFTER = Duration.ofSeconds(30);
    private static final long MOST_SLACK = Duration.ofDays(1).toMillis();

    private final Platform platform;
    private final SeriesStore store;
    private final RetentionStore rules;
    private final StorageDays defaults;
    private final Eraser eraser;
    private final ScheduledExecutorService runner = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("telemetry-retention").factory());
    private volatile boolean closed;

    Retention(Platform platform, SeriesStore store, RetentionStore rules, StorageDays defaults, Eraser eraser) {
        this.platform = platform;
        this.store = store;
        this.rules = rules;
        this.defaults = defaults;
        this.eraser = eraser;
    }

    /** Begins to sweep by the clock. */
    void start(Duration every) {
        runner.scheduleWithFixedDelay(
                this::sweepQuietly,
                Math.min(FIRST_AFTER.toMillis(), every.toMillis()),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** A sweep that fails must not end the schedule. */
    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("Old points could not all be deleted; the next sweep tries again", e);
        }
    }

    /** Deletes everything that is due by now. */
    void sweep() {
        eraser.wake();
        int looked = SLICE;
        while (looked == SLICE && !closed) {
            looked = store.expire(platform.clock().millis(), SLICE);
        }
        for (UUID tenant : rules.tenants()) {
            if (!closed) {
                sweepQuietly(tenant);
            }
        }
    }

    /** A tenant whose points cannot be deleted must not keep the sweep from those after it. */
    private void sweepQuietly(UUID tenant) {
        try {
            RetentionRules ofTenant = rulesOf(tenant);
            if (!ofTenant.isEmpty()) {
                platform.directories().find(tenant).ifPresent(directory -> sweep(directory, ofTenant));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "Old points of tenant %s could not all be deleted; the next sweep tries again", tenant);
        }
    }

    private RetentionRules rulesOf(UUID tenant) {
        List<RetentionStore.Stored> stored = rules.ofTenant(tenant);
        Map<UUID, List<RetentionRule>> counting = new HashMap<>();
        platform.directories().find(tenant).ifPresent(directory -> stored.stream()
                .filter(rule -> directory.read(() -> counts(directory, rule)))
                .forEach(rule -> counting.computeIfAbsent(rule.entity(), id -> new ArrayList<>())
                        .add(rule.rule())));
        return new RetentionRules(counting, defaults.of(tenant));
    }

    /** The rules that are set on an entity, and count. */
    List<RetentionRule> rulesOn(Directory directory, Entry entry) {
        List<RetentionStore.Stored> stored = rules.ofEntity(entry.id());
        return directory.read(() -> stored.stream()
                .filter(rule -> counts(directory, rule))
                .map(RetentionStore.Stored::rule)
                .toList());
    }

    /** What people of a customer set counts while the thing is theirs or below: a new owner does not inherit it. */
    private static boolean counts(Directory directory, RetentionStore.Stored stored) {
        UUID setFor = stored.setFor();
        if (setFor == null) {
            return true;
        }
        return directory
                .find(setFor)
                .flatMap(customer -> directory
                        .find(stored.entity())
                        .filter(entry -> directory.model().isInChain(customer.ordinal(), entry.ordinal())))
                .isPresent();
    }

    private void sweep(Directory directory, RetentionRules ofTenant) {
        Due due = new Due();
        long now = platform.clock().millis();
        visit(directory, ofTenant, entry -> true, (series, rule) -> {
            if (rule.ttlMillis() > 0) {
                due.add(series, now - rule.ttlMillis());
            }
        });
        for (int from = 0; from < due.size() && !closed; from += SLICE) {
            List<Cut> slice = new ArrayList<>();
            for (int i = from; i < Math.min(from + SLICE, due.size()); i++) {
                long before = due.before(i);
                long slack = Math.min((now - before) / 24, MOST_SLACK);
                slice.add(new Cut(due.series(i), before, before - slack));
            }
            store.deleteBefore(slice);
        }
    }

    /** Series and times in the least memory: a tenant may have millions. */
    private static final class Due {
        private long[] pairs = new long[256];
        private int size;

        void add(long series, long before) {
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, size * 2);
            }
            pairs[size++] = series;
            pairs[size++] = before;
        }

        int size() {
            return size / 2;
        }

        long series(int i) {
            return pairs[2 * i];
        }

        long before(int i) {
            return pairs[2 * i + 1];
        }
    }

    private interface RuleVisitor {
        void series(long series, RetentionRule rule);
    }

    private void visit(Directory directory, RetentionRules ofTenant, Predicate<Entry> entries, RuleVisitor visitor) {
        store.latest(directory.tenantId(), (entity, key, series, ts, value) -> {
            RetentionRule rule = directory.read(() -> directory
                    .find(entity)
                    .filter(entries)
                    .map(entry -> ofTenant.of(directory, entry, key))
                    .orElse(null));
            if (rule != null) {
                visitor.series(series, rule);
            }
        });
    }

    // ---- preview -----------------------------------------------------------------------------------------------

    /** What rules would delete now, if they took the place of those that are set on an entity. */
    RetentionPreview preview(Directory directory, Entry level, List<RetentionRule> proposed) {
        RetentionRules ofTenant = rulesOf(directory.tenantId());
        ofTenant.replace(level.id(), proposed);
        long now = platform.clock().millis();
        Map<RetentionRule, Count> counts = new LinkedHashMap<>();
        proposed.forEach(rule -> counts.put(rule, new Count()));
        long[] left = {MOST_COUNTED};
        visit(directory, ofTenant, entry -> concerns(directory, level, entry), (series, rule) -> {
            Count count = counts.get(rule);
            if (count != null) {
                count.series++;
                if (rule.ttlMillis() > 0 && left[0] > 0) {
                    left[0] -= count(series, now - rule.ttlMillis(), count, left[0]);
                }
            }
        });
        return result(left[0] > 0, counts);
    }

    private static boolean concerns(Directory directory, Entry level, Entry entry) {
        return entry.ordinal() == level.ordinal()
                || entry.profile() == level.ordinal()
                || level.ordinal() == directory.tenant().ordinal();
    }

    private static final class Count {
        private long series;
        private long points;
        private long oldest = Long.MAX_VALUE;

        @Nullable
        Long oldestTs() {
            return points == 0 ? null : oldest;
        }
    }

    private long count(long series, long before, Count count, long most) {
        long[] found = {0};
        store.scan(series, Long.MIN_VALUE, before, true, (int) Math.min(most, Integer.MAX_VALUE), (ts, value) -> {
            count.oldest = Math.min(count.oldest, ts);
            found[0]++;
            return true;
        });
        count.points += found[0];
        return found[0];
    }

    private static RetentionPreview result(boolean complete, Map<RetentionRule, Count> counts) {
        List<RetentionPreview.Effect> effects = new ArrayList<>();
        Count all = new Count();
        counts.forEach((rule, count) -> {
            effects.add(new RetentionPreview.Effect(
                    rule.key(), rule.ttlMillis() / 1_000, count.series, count.points, count.oldestTs()));
            all.points += count.points;
            all.oldest = Math.min(all.oldest, count.oldest);
        });
        return new RetentionPreview(complete, all.points, all.oldestTs(), effects);
    }

    @Override
    public void close() {
        closed = true;
        runner.shutdownNow();
        try {
            if (!runner.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A sweep of old points was left unfinished");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
