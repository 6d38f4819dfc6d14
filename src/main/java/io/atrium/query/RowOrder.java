package io.atrium.query;

import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Latest;
import io.atrium.query.EntityDataPageLink.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Puts entities in order and cuts out one page: numbers first, then texts without regard to case, then entities without a
 * value, whichever way the values run; equal ones by the order of creation, which is the order of ids.
 *
 * @param key null for the order of creation
 */
record RowOrder(@Nullable QueryKey key, boolean ascending) {

    static RowOrder of(EntityDataPageLink.@Nullable EntityDataSortOrder order) {
        if (order == null || order.key() == null) {
            return new RowOrder(null, order == null || order.direction() != Direction.DESC);
        }
        QueryKey key = Keys.of("pageLink.sortOrder.key", order.key());
        boolean isCreation = key.isField() && key.name().equals("createdTime");
        return new RowOrder(isCreation ? null : key, order.direction() != Direction.DESC);
    }

    /** The types of the keys that the order looks at. */
    Set<EntityKeyType> types() {
        return key == null ? Set.of() : Set.of(key.type());
    }

    /** The ordinals of the entities from an offset on. */
    int[] page(List<Part> parts, long offset, int size, Matching matching, HeaderIndex index) {
        long total = 0;
        for (Part part : parts) {
            total += part.entities().getLongCardinality();
        }
        if (offset >= total) {
            return new int[0];
        }
        int count = (int) Math.min(size, total - offset);
        QueryKey by = key;
        if (by == null) {
            return byCreation(parts, (int) offset, count);
        }
        if (parts.size() == 1 && by.equals(Keys.NAME)) {
            Optional<int[]> page = byName(parts.getFirst(), (int) offset, count, index, matching.effort());
            if (page.isPresent()) {
                return page.get();
            }
        }
        TopRows top = new TopRows((int) offset + count, ascending, matching.effort());
        for (Part part : parts) {
            if (by.isField()) {
                offerField(part, matching.fields().of(part.kind(), by.name()), top, matching.effort());
            } else {
                offerReadings(part, by, matching, top);
            }
        }
        return top.from((int) offset);
    }

    private int[] byCreation(List<Part> parts, int offset, int count) {
        RoaringBitmap all = parts.size() == 1
                ? parts.getFirst().entities()
                : RoaringBitmap.or(parts.stream().map(Part::entities).iterator());
        int size = all.getCardinality();
        int[] page = new int[count];
        for (int i = 0; i < count; i++) {
            page[i] = all.select(ascending ? offset + i : size - 1 - offset - i);
        }
        return page;
    }

    /** Walks along the order of all names, which pays if the part is a good deal of them. */
    private Optional<int[]> byName(Part part, int offset, int count, HeaderIndex index, Effort effort) {
        Directory directory = part.scope().directory();
        int all = effort.locked(() -> directory.ofKind(part.kind().name()).getCardinality());
        long walk = (long) all * (offset + count) / part.entities().getCardinality();
        if (walk > part.entities().getCardinality() || part.isOfGroups()) {
            return Optional.empty();
        }
        return index.byName(directory, part.kind(), effort).map(order -> {
            int[] page = new int[count];
            int skip = offset;
            int found = 0;
            for (int i = 0; i < order.length && found < count; i++) {
                int ordinal = order[ascending ? i : order.length - 1 - i];
                if (part.entities().contains(ordinal) && skip-- <= 0) {
                    page[found++] = ordinal;
                }
            }
            effort.spend((long) offset + count);
            return Arrays.copyOf(page, found);
        });
    }

    private static void offerField(Part part, EntityFields.Field field, TopRows top, Effort effort) {
        Directory directory = part.scope().directory();
        part.entities().forEach((int ordinal) -> {
            Entry entry = directory.entryIfThere(ordinal);
            effort.spend(Effort.LOOK);
            if (entry == null) {
                top.offerMissing(ordinal);
                return;
            }
            switch (field) {
                case EntityFields.Field.None() -> top.offerMissing(ordinal);
                case EntityFields.Field.Created() -> top.offer(entry.createdTime(), ordinal);
                case EntityFields.Field.Text(var getter, var _) -> {
                    String text = getter.apply(entry);
                    if (text == null || text.isEmpty()) {
                        top.offerMissing(ordinal);
                    } else {
                        top.offer(text, ordinal);
                    }
                }
            }
        });
    }

    private static void offerReadings(Part part, QueryKey key, Matching matching, TopRows top) {
        RoaringBitmapWriter<RoaringBitmap> present =
                RoaringBitmapWriter.writer().get();
        int[] count = {0};
        matching.readings().forEach(key.type(), key.name(), part.showing(key.type()), (ordinal, ts, value) -> {
            matching.effort().spend(Effort.LOOK + value.textLength());
            offer(top, ordinal, value);
            if (count[0]++ < top.reach()) {
                present.add(ordinal);
            }
        });
        if (count[0] <= top.reach()) {
            RoaringBitmap missing = RoaringBitmap.andNot(part.entities(), present.get());
            missing.forEach((int ordinal) -> top.offerMissing(ordinal));
        }
    }

    private static void offer(TopRows top, int ordinal, Value value) {
        if (value.isNumeric()) {
            top.offer(value.number(), ordinal);
        } else {
            String text = value.text();
            // Rows that are kept must not hold megabytes.
            top.offer(text.length() > Latest.MAX_TEXT ? text.substring(0, Latest.MAX_TEXT) : text, ordinal);
        }
    }
}
