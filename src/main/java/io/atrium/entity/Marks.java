package io.atrium.entity;

import java.util.EnumMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/** The marks of one tenant's entities, by ordinal. Guarded by the directory's lock. */
public final class Marks {

    private final Map<Mark, RoaringBitmap> marked = new EnumMap<>(Mark.class);

    Marks() {
        for (Mark mark : Mark.values()) {
            marked.put(mark, new RoaringBitmap());
        }
    }

    public boolean has(Mark mark, int ordinal) {
        return set(mark).contains(ordinal);
    }

    void put(Mark mark, int ordinal) {
        set(mark).add(ordinal);
    }

    void remove(Mark mark, int ordinal) {
        set(mark).remove(ordinal);
    }

    void removeAll(int ordinal) {
        marked.values().forEach(set -> set.remove(ordinal));
    }

    private RoaringBitmap set(Mark mark) {
        RoaringBitmap set = marked.get(mark);
        if (set == null) {
            throw new IllegalStateException("No set for " + mark);
        }
        return set;
    }
}
