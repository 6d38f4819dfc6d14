package io.atrium.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What queries work out from the headers of a whole kind, kept until a header changes: the order of names. Knows nothing
 * of rights; callers intersect with what is visible.
 */
final class HeaderIndex {

    /** Queries between two changes before the order of names is worth its memory and time. */
    private static final int DEMAND = 3;

    private final Cache<Directory, Map<String, OfKind>> byDirectory =
            Caffeine.newBuilder().weakKeys().build();

    private record Names(long version, AtomicInteger asked, int[] ordinals) {}

    private static final int[] UNSORTED = {};

    private static final class OfKind {
        private volatile Names names = new Names(-1, new AtomicInteger(), UNSORTED);
    }

    /**
     * All entities of a kind in the order of names, as they were a moment ago; empty while too few have asked for it since
     * the last change. Asked without the directory's lock.
     */
    Optional<int[]> byName(Directory directory, Kind<?> kind, Effort effort) {
        OfKind index = index(directory, kind);
        Names names = effort.locked(() -> names(directory, index));
        if (names.ordinals().length > 0) {
            return Optional.of(names.ordinals());
        }
        if (names.asked().incrementAndGet() != DEMAND) {
            return Optional.empty();
        }
        Names sorted = sorted(directory, kind, names, effort);
        index.names = sorted;
        return Optional.of(sorted.ordinals());
    }

    private static Names names(Directory directory, OfKind index) {
        Names names = index.names;
        if (names.version() != directory.headerVersion()) {
            names = new Names(directory.headerVersion(), new AtomicInteger(), UNSORTED);
            index.names = names;
        }
        return names;
    }

    private OfKind index(Directory directory, Kind<?> kind) {
        return Objects.requireNonNull(byDirectory.get(directory, d -> new ConcurrentHashMap<>()))
                .computeIfAbsent(kind.name(), k -> new OfKind());
    }

    /** Sorts what there is at one moment; only taking it needs the lock. */
    private static Names sorted(Directory directory, Kind<?> kind, Names asked, Effort effort) {
        List<Entry> entries = new ArrayList<>();
        long version = effort.locked(() -> {
            directory.ofKind(kind.name()).forEach((int ordinal) -> entries.add(directory.entry(ordinal)));
            return directory.headerVersion();
        });
        Comparator<Entry> order = (one, two) -> {
            effort.spend(Effort.LOOK);
            int byName = String.CASE_INSENSITIVE_ORDER.compare(one.name(), two.name());
            return byName == 0 ? Integer.compare(one.ordinal(), two.ordinal()) : byName;
        };
        entries.sort(order);
        return new Names(
                version,
                asked.asked(),
                entries.stream().mapToInt(Entry::ordinal).toArray());
    }
}
