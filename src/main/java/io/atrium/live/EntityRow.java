package io.atrium.live;

import io.atrium.access.Operation;
import io.atrium.base.Ref;
import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.LongTexts;
import io.atrium.entity.Scope;
import io.atrium.query.EntityKey;
import io.atrium.query.EntityKeyType;
import io.atrium.query.Selection;
import io.atrium.telemetry.DataWindow;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.SeriesReads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One entity of a query, and what is to be told of it. */
final class EntityRow implements Watch {

    private final EntitiesSubscription owner;
    private final Ref ref;
    private final AtomicBoolean touched = new AtomicBoolean();
    private final Set<EntityKey> changed = ConcurrentHashMap.newKeySet();
    private final Map<EntityKey, Sample> sent = new HashMap<>();
    private final List<Watchers.Registration> watches = new ArrayList<>();
    final PointBuffer points;
    final Seen seen;
    volatile boolean aggregates;
    volatile boolean moved;
    private Selection.Row row;
    private volatile @Nullable DataWindow series;
    private volatile @Nullable DataWindow attributes;

    EntityRow(EntitiesSubscription owner, Ref ref, Selection.Row row, LiveSession session) {
        this.owner = owner;
        this.ref = ref;
        this.row = row;
        this.points = session.newBuffer();
        this.seen = new Seen(session);
    }

    Ref ref() {
        return ref;
    }

    Selection.Row row() {
        return row;
    }

    /** True if the caller's rights on the values are others than before. */
    boolean takeRights(Selection.Row now) {
        boolean differs = now.readAttributes() != row.readAttributes() || now.readTimeSeries() != row.readTimeSeries();
        row = now;
        return differs;
    }

    boolean isWatched() {
        return !watches.isEmpty();
    }

    /** Begins to follow. The caller of the method holds the directory's read lock. */
    void watch(Scope scope, SeriesReads reads, Watchers watchers) {
        unwatch();
        Directory directory = scope.directory();
        series = row.readTimeSeries() ? reads.window(scope, Operation.READ_TELEMETRY, ref) : null;
        attributes = row.readAttributes() ? reads.window(scope, Operation.READ_ATTRIBUTES, ref) : null;
        watches.add(watchers.add(row.entry(), this));
        Entry source = source(series) == null ? source(attributes) : source(series);
        if (source(series) == null) {
            points.take();
        }
        if (source != null
                && source.ordinal() != row.entry().ordinal()
                && directory.find(source.id()).isPresent()) {
            watches.add(watchers.add(source, this));
        }
    }

    private static @Nullable Entry source(@Nullable DataWindow shown) {
        return shown == null ? null : shown.source();
    }

    /** False for a view whose owner may not show points; what was noted before is not sent then. */
    boolean hasSeries() {
        return source(series) != null;
    }

    /**
     * True if a view shows its target no more, or only now: its owner's rights on it are others than before. The caller of
     * the method holds the directory's read lock.
     */
    boolean hasTurned() {
        DataWindow one = series;
        DataWindow other = attributes;
        return one != null && one.hasTurned() || other != null && other.hasTurned();
    }

    void unwatch() {
        watches.forEach(Watchers.Registration::remove);
        watches.clear();
        series = null;
        attributes = null;
    }

    void close() {
        unwatch();
        points.take();
        seen.forget();
    }

    // ---- news, on any thread -----------------------------------------------------------------------------------

    @Override
    public void stored(List<Reading> readings) {
        DataWindow shown = series;
        Interest interest = owner.interest();
        if (shown == null) {
            return;
        }
        boolean any = false;
        for (Reading reading : readings) {
            String key = reading.key();
            if (!shown.shows(KeyScope.TIME_SERIES, key) || !shown.covers(reading.ts())) {
                continue;
            }
            if (interest.series().contains(key) && reading.ts() >= interest.seriesFrom()) {
                points.add(reading);
                any = true;
            }
            if (interest.aggregates().contains(key)) {
                aggregates = true;
                any = true;
            }
            any |= noteLatest(interest, EntityKeyType.TIME_SERIES, key);
        }
        if (any) {
            touch();
        }
    }

    @Override
    public void deleted(List<String> keys) {
        Interest interest = owner.interest();
        boolean any = false;
        for (String key : keys) {
            any |= noteLatest(interest, EntityKeyType.TIME_SERIES, key);
            if (interest.aggregates().contains(key)) {
                aggregates = true;
                any = true;
            }
        }
        if (any) {
            touch();
        }
    }

    @Override
    public void attributes(AttributesChanged change) {
        Interest interest = owner.interest();
        EntityKeyType type =
                switch (change.scope()) {
                    case CLIENT_SCOPE -> EntityKeyType.CLIENT_ATTRIBUTE;
                    case SHARED_SCOPE -> EntityKeyType.SHARED_ATTRIBUTE;
                    case SERVER_SCOPE -> EntityKeyType.SERVER_ATTRIBUTE;
                    case TIME_SERIES -> EntityKeyType.TIME_SERIES;
                };
        boolean any = false;
        List<String> keys = new ArrayList<>(change.values().keySet());
        keys.addAll(change.removed());
        for (String key : keys) {
            any |= noteLatest(interest, type, key) | noteLatest(interest, EntityKeyType.ATTRIBUTE, key);
        }
        if (any) {
            touch();
        }
    }

    @Override
    public void changed(Entry entry) {
        if (!entry.id().equals(ref.id())) {
            return;
        }
        boolean any = false;
        for (EntityKey key : owner.interest().latest()) {
            any |= key.type() == EntityKeyType.ENTITY_FIELD && changed.add(key);
        }
        DataWindow shown = series == null ? attributes : series;
        if (shown != null && shown.isView()) {
            moved = true;
            any = true;
        }
        if (any) {
            touch();
        }
    }

    private boolean noteLatest(Interest interest, EntityKeyType type, String key) {
        EntityKey wanted = new EntityKey(type, key);
        if (!interest.latest().contains(wanted)) {
            return false;
        }
        changed.add(wanted);
        return true;
    }

    private void touch() {
        if (touched.compareAndSet(false, true)) {
            owner.touched(this);
        }
    }

    // ---- answers, on the lane ----------------------------------------------------------------------------------

    /** Ends the time in which news need not be noted again. */
    void untouch() {
        touched.set(false);
    }

    /** The keys that changed since the last time. */
    List<EntityKey> takeChanged() {
        List<EntityKey> keys = List.copyOf(changed);
        changed.removeAll(keys);
        return keys;
    }

    /** The values that the client does not have yet. */
    Map<EntityKey, Sample> news(Map<EntityKey, Sample> values) {
        Map<EntityKey, Sample> news = new HashMap<>(values);
        news.entrySet().removeIf(value -> {
            Sample before = sent.get(value.getKey());
            boolean same = before != null
                    && before.text().equals(value.getValue().remembered().text())
                    && before.type() == value.getValue().type()
                    && (before.ts() == value.getValue().ts() || value.getKey().type() == EntityKeyType.ENTITY_FIELD);
            return same;
        });
        noteSent(news);
        return news;
    }

    /** What a frame says of it. */
    Frames.Row frame(EntitiesSubscription.Part part) {
        return new Frames.Row(
                ref, row.readAttributes(), row.readTimeSeries(), part.latest(), part.series(), part.aggregates());
    }

    void noteSent(Map<EntityKey, Sample> values) {
        values.forEach((key, sample) -> sent.put(key, sample.remembered()));
    }

    /** Reads the long texts that a view shows under some keys. The caller holds no lock. */
    void fetchThroughView(Collection<EntityKey> wanted, LongTexts texts) {
        for (EntityKey key : wanted) {
            String name = key.key();
            DataWindow shown = key.type() == EntityKeyType.TIME_SERIES ? series : attributes;
            if (shown != null && name != null) {
                for (KeyScope scope : KeyScope.values()) {
                    if (scope.isAttribute() == (key.type() != EntityKeyType.TIME_SERIES)) {
                        shown.fetch(scope, name, texts);
                    }
                }
            }
        }
    }

    /** Notes keys again that were taken and not told. */
    void putBack(List<EntityKey> keys) {
        changed.addAll(keys);
    }

    /** What a view shows under a key; the query engine knows the entities themselves only. */
    Sample throughView(EntityKey key, LongTexts texts) {
        String name = key.key();
        EntityKeyType type = key.type();
        DataWindow shown = type == EntityKeyType.TIME_SERIES ? series : attributes;
        if (shown == null || name == null || type == null) {
            return Sample.NONE;
        }
        return switch (type) {
            case TIME_SERIES -> Sample.of(shown.get(KeyScope.TIME_SERIES, name, texts));
            case CLIENT_ATTRIBUTE -> Sample.of(shown.get(KeyScope.CLIENT_SCOPE, name, texts));
            case SHARED_ATTRIBUTE -> Sample.of(shown.get(KeyScope.SHARED_SCOPE, name, texts));
            case SERVER_ATTRIBUTE -> Sample.of(shown.get(KeyScope.SERVER_SCOPE, name, texts));
            case ATTRIBUTE -> newest(shown, name, texts);
            case ENTITY_FIELD, ALARM_FIELD -> Sample.NONE;
        };
    }

    private static Sample newest(DataWindow shown, String name, LongTexts texts) {
        Stamped newest = null;
        for (KeyScope scope : List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.CLIENT_SCOPE)) {
            Stamped found = shown.get(scope, name, texts);
            if (found != null && (newest == null || found.ts() > newest.ts())) {
                newest = found;
            }
        }
        return Sample.of(newest);
    }
}
