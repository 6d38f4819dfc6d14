package io.atrium.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.roaringbitmap.RoaringBitmap;

/**
 * What queries work out from the headers of a whole kind, kept until a header changes: who has which subtype, and the
 * order of names. Knows nothing of rights; callers intersect with what is visible. Used under the directory's read lock.
 */
final class HeaderIndex {

    /** Queries between two changes before the order of names is worth its memory and time. */
    private static final int DEMAND = 3;

    private final Cache<Directory, Map<String, OfKind>> byDirectory =
            Caffeine.newBuilder().weakKeys().build();

    private record Subtypes(long version, Map<String, RoaringBitmap> sets) {}

    private record Names(long version, AtomicInteger asked, int[] ordinals) {}

    private static final int[] UNSORTED = {};

    private static final class OfKind {
        private volatile Subtypes subtypes = new Subtypes(-1, Map.of());
        private volatile Names names = new Names(-1, new AtomicInteger(), UNSORTED);
    }

    /** The entities of a kind that have one of the subtypes. */
    RoaringBitmap ofSubtypes(Directory directory, Kind<?> kind, List<String> wanted) {
        OfKind index = index(directory, kind);
        Subtypes subtypes = index.subtypes;
        if (subtypes.version() != directory.headerVersion()) {
            subtypes = new Subtypes(directory.headerVersion(), subtypes(directory, kind));
            index.subtypes = subtypes;
        }
        Map<String, RoaringBitmap> sets = subtypes.sets();
        if (wanted.size() == 1) {
            return sets.getOrDefault(wanted.getFirst(), new RoaringBitmap());
        }
        return RoaringBitmap.or(
                wanted.stream().map(sets::get).filter(Objects::nonNull).toList().iterator());
    }

    /** All entities of a kind in the order of names; empty while too few have asked for it since the last change. */
    Optional<int[]> byName(Directory directory, Kind<?> kind) {
        OfKind index = index(directory, kind);
        Names names = index.names;
        long version = directory.headerVersion();
        if (names.version() != version) {
            names = new Names(version, new AtomicInteger(), UNSORTED);
            index.names = names;
        }
        if (names.ordinals().length == 0) {
            if (names.asked().incrementAndGet() != DEMAND) {
                return Optional.empty();
            }
            names = new Names(version, names.asked(), sorted(directory, kind));
            index.names = names;
        }
        return Optional.of(names.ordinals());
    }

    private OfKind index(Directory directory, Kind<?> kind) {
        return Objects.requireNonNull(byDirectory.get(directory, d -> new ConcurrentHashMap<>()))
                .computeIfAbsent(kind.name(), k -> new OfKind());
    }

    private static Map<String, RoaringBitmap> subtypes(Directory directory, Kind<?> kind) {
        Map<String, RoaringBitmap> sets = new HashMap<>();
        directory.ofKind(kind.name()).forEach((int ordinal) -> {
            String subtype = directory.entry(ordinal).subtype();
            if (subtype != null) {
                sets.computeIfAbsent(subtype, s -> new RoaringBitmap()).add(ordinal);
            }
        });
        return sets;
    }

    private static int[] sorted(Directory directory, Kind<?> kind) {
        return directory.ofKind(kind.name()).stream()
                .mapToObj(directory::entry)
                .sorted(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Entry::ordinal))
                .mapToInt(Entry::ordinal)
                .toArray();
    }
}
