package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.base.Substring;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Finds the entities of a part whose value of a key meets a condition, without the directory's lock. A value that the
 * viewer may not read is a value that is not there.
 */
record Matching(EntityFields fields, Readings readings, Effort effort) {

    RoaringBitmap of(Part part, QueryKey key, Condition condition) {
        RoaringBitmapWriter<RoaringBitmap> found = RoaringBitmapWriter.writer().get();
        RoaringBitmapWriter<RoaringBitmap> present =
                RoaringBitmapWriter.writer().get();
        boolean absentToo = condition.matchesAbsent();
        if (key.isField()) {
            ofField(part, fields.of(part.kind(), key.name()), condition, found, present);
        } else {
            readings.forEach(key.type(), key.name(), part.showing(key.type()), (ordinal, ts, value) -> {
                effort.spend(Effort.LOOK + value.textLength());
                if (absentToo) {
                    present.add(ordinal);
                }
                if (condition.matches(value, effort)) {
                    found.add(ordinal);
                }
            });
        }
        RoaringBitmap matching = found.get();
        if (absentToo) {
            matching.or(RoaringBitmap.andNot(part.entities(), present.get()));
        }
        return matching;
    }

    private void ofField(
            Part part,
            EntityFields.Field field,
            Condition condition,
            RoaringBitmapWriter<RoaringBitmap> found,
            RoaringBitmapWriter<RoaringBitmap> present) {
        Directory directory = part.scope().directory();
        part.entities().forEach((int ordinal) -> {
            Entry entry = directory.entryIfThere(ordinal);
            effort.spend(Effort.LOOK);
            boolean matches =
                    switch (field) {
                        case EntityFields.Field.None() -> condition.matchesAbsent();
                        case EntityFields.Field.Created() ->
                            entry != null && condition.matchesNumber(entry.createdTime(), effort);
                        case EntityFields.Field.Text(var getter, var _) ->
                            entry != null && matchesText(getter.apply(entry), condition);
                    };
            present.add(ordinal);
            if (matches) {
                found.add(ordinal);
            }
        });
    }

    private boolean matchesText(@Nullable String text, Condition condition) {
        if (text == null || text.isEmpty()) {
            return condition.matchesAbsent();
        }
        effort.spend(text.length());
        return condition.matchesText(text, effort);
    }

    /** The entities with a name that fits a pattern. */
    Part named(Part part, NamePattern pattern) {
        if (pattern.matchesAll()) {
            return part;
        }
        Directory directory = part.scope().directory();
        RoaringBitmap found = new RoaringBitmap();
        part.entities().forEach((int ordinal) -> {
            Entry entry = directory.entryIfThere(ordinal);
            if (entry != null) {
                effort.spend(Effort.LOOK + entry.name().length());
                if (pattern.matches(entry.name())) {
                    found.add(ordinal);
                }
            }
        });
        return part.with(found);
    }

    // ---- text search -------------------------------------------------------------------------------------------

    /** The entities of a part of which some chosen value holds the text; of which the name does if nothing is chosen. */
    Part search(Part part, String text, List<QueryKey> chosen) {
        if (text.isEmpty() || part.entities().isEmpty()) {
            return part;
        }
        Condition contains = new Condition.Containing(Substring.ignoringCase(text), false);
        RoaringBitmap found = new RoaringBitmap();
        for (QueryKey key : chosen.isEmpty() ? List.of(Keys.NAME) : chosen) {
            Part left = part.with(RoaringBitmap.andNot(part.entities(), found));
            found.or(of(left, key, contains));
        }
        return part.with(found);
    }

    /** The text to search for, with its length checked. */
    static String searchText(@Nullable String text, int limit) {
        if (text == null) {
            return "";
        }
        if (text.length() > limit) {
            throw Problem.badRequest("Field 'pageLink.textSearch' is longer than " + limit + " characters");
        }
        return text;
    }
}
