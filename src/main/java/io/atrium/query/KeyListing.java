package io.atrium.query;

import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Scope;
import io.atrium.query.AvailableEntityKeysV2.KeyInfo;
import io.atrium.query.AvailableEntityKeysV2.KeySample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The keys that the entities of a selection have, as far as the viewer may read their values. */
record KeyListing(Scope scope, Selection selection, Effort effort) {

    Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        selection.rows().forEach(row -> kinds.add(directory().kindName(row.entry())));
        return kinds;
    }

    /** The keys of some scopes together. */
    Set<String> keys(List<KeyScope> scopes) {
        Set<String> keys = new TreeSet<>();
        scopes.forEach(keyScope -> keys.addAll(newest(keyScope).keySet()));
        return keys;
    }

    /** The keys of a scope, with the newest value of each if samples are asked for; long texts are no samples. */
    List<KeyInfo> infos(KeyScope keyScope, boolean samples) {
        List<KeyInfo> infos = new ArrayList<>();
        newest(keyScope).forEach((key, stamped) -> {
            boolean isShown = samples && !stamped.value().isStub();
            if (isShown) {
                effort.hold(stamped.value());
            }
            infos.add(new KeyInfo(
                    key, isShown ? new KeySample(stamped.ts(), stamped.value().toWrite()) : null));
        });
        return infos;
    }

    private Map<String, Latest.Stamped> newest(KeyScope keyScope) {
        Predicate<Selection.Row> readable =
                keyScope.isAttribute() ? Selection.Row::readAttributes : Selection.Row::readTimeSeries;
        RoaringBitmap entities = new RoaringBitmap();
        selection.rows().stream()
                .filter(readable)
                .forEach(row -> entities.add(row.entry().ordinal()));
        Map<String, Latest.Stamped> found = new LinkedHashMap<>();
        Latest latest = directory().latest();
        latest.keys(keyScope).stream().sorted().forEach(key -> {
            Newest newest = new Newest();
            effort.spend(Effort.LOOK * (1L + selection.rows().size()));
            latest.forEach(keyScope, key, entities, newest::take);
            if (newest.stamped != null) {
                effort.hold(Effort.ROW_BYTES + key.length());
                found.put(key, newest.stamped);
            }
        });
        return found;
    }

    private static final class Newest {
        private Latest.@Nullable Stamped stamped;

        void take(int ordinal, long ts, io.atrium.base.Value value) {
            if (stamped == null || ts > stamped.ts()) {
                stamped = new Latest.Stamped(ts, value);
            }
        }
    }

    private Directory directory() {
        return scope.directory();
    }
}
