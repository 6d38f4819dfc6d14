package io.atrium.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Which entities of each kind have which subtype. Guarded by the directory's lock. */
final class Subtypes {

    private static final RoaringBitmap NONE = new RoaringBitmap();

    private final List<Map<String, RoaringBitmap>> byType = new ArrayList<>();

    /** The live set, not a copy. */
    RoaringBitmap of(int type, String subtype) {
        return type < byType.size() ? byType.get(type).getOrDefault(subtype, NONE) : NONE;
    }

    /**
     * Brings the sets in step with one entity.
     *
     * @param former null for a new one
     * @param next null for one that goes
     */
    void replace(@Nullable Entry former, @Nullable Entry next) {
        String before = former == null ? null : former.subtype();
        String now = next == null ? null : next.subtype();
        if (before != null && !before.equals(now) && former != null) {
            Map<String, RoaringBitmap> sets = sets(former.type());
            RoaringBitmap set = sets.get(before);
            if (set != null) {
                set.remove(former.ordinal());
                if (set.isEmpty()) {
                    sets.remove(before);
                }
            }
        }
        if (now != null && !now.equals(before) && next != null) {
            sets(next.type())
                    .computeIfAbsent(now, subtype -> new RoaringBitmap())
                    .add(next.ordinal());
        }
    }

    private Map<String, RoaringBitmap> sets(int type) {
        while (byType.size() <= type) {
            byType.add(new HashMap<>());
        }
        return byType.get(type);
    }
}
