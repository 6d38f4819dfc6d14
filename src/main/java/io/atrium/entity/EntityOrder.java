package io.atrium.entity;

import io.atrium.access.Grant;
import io.atrium.base.Json;
import io.atrium.base.PageLink;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Puts entities in the order a caller asked for and cuts out one page. The order of creation is the order of ordinals,
 * so it costs nothing; any other order keeps only as many entities as the page reaches to.
 */
final class EntityOrder {

    private static final String CREATED = "createdTime";

    /** Characters of a key that the comparison of two costs at most. */
    private static final int KEY_STEPS = 64;

    /** About what an entity takes that is kept for the page, in bytes, beside its key. */
    private static final int KEPT_BYTES = 64;

    private final Directory directory;
    private final Kind<?> kind;
    private final Effort effort;

    EntityOrder(Directory directory, Kind<?> kind, Effort effort) {
        this.directory = directory;
        this.kind = kind;
        this.effort = effort;
    }

    /** The ordinals of one page of entities that nobody else changes. */
    int[] page(RoaringBitmap entities, PageLink link) {
        long size = entities.getLongCardinality();
        if (link.offset() >= size) {
            return new int[0];
        }
        int count = (int) Math.min(link.pageSize(), size - link.offset());
        String property = link.sortProperty() == null ? CREATED : link.sortProperty();
        if (property.equals(CREATED)) {
            return byCreation(entities, link, count, size);
        }
        Comparator<Keyed> order = Comparator.comparing(Keyed::key).thenComparing(Keyed::ordinal);
        return sorted(entities, key(property), link.ascending() ? order : order.reversed(), (int) link.offset(), count);
    }

    private static int[] byCreation(RoaringBitmap entities, PageLink link, int count, long size) {
        int[] page = new int[count];
        for (int i = 0; i < count; i++) {
            long rank = link.offset() + i;
            page[i] = entities.select((int) (link.ascending() ? rank : size - 1 - rank));
        }
        return page;
    }

    private record Keyed(String key, int ordinal) {}

    private int[] sorted(
            RoaringBitmap entities, Function<Entry, String> key, Comparator<Keyed> order, int offset, int count) {
        int reach = offset + count;
        PriorityQueue<Keyed> best = new PriorityQueue<>(Math.min(reach, 1024) + 1, order.reversed());
        effort.eachLocked(entities, entry -> {
            effort.spend(KEY_STEPS);
            Keyed keyed = new Keyed(key.apply(entry), entry.ordinal());
            best.add(keyed);
            if (best.size() > reach) {
                best.remove();
            } else {
                effort.hold(KEPT_BYTES + (long) keyed.key().length());
            }
        });
        Keyed[] kept = best.toArray(Keyed[]::new);
        Arrays.sort(kept, order);
        return Arrays.stream(kept).skip(offset).mapToInt(Keyed::ordinal).toArray();
    }

    private Function<Entry, String> key(String property) {
        if (property.equals(kind.traits().nameField()) || property.equals("name")) {
            return entry -> lower(entry.name());
        }
        return switch (property) {
            case "label" -> entry -> lower(entry.label());
            case "type" -> entry -> lower(entry.subtype());
            case "customerTitle", "ownerName" -> entry -> lower(nameAt(entry.owner()));
            case "deviceProfileName", "assetProfileName" -> entry -> lower(nameAt(entry.profile()));
            case "isDefault" -> entry -> bodyField(entry, "default");
            default -> entry -> bodyField(entry, property);
        };
    }

    private @Nullable String nameAt(int ordinal) {
        return ordinal == Grant.NONE ? null : directory.entry(ordinal).name();
    }

    private String bodyField(Entry entry, String property) {
        String body = entry.body();
        effort.spend(body.length());
        if (body.isEmpty()) {
            return "";
        }
        return lower(Json.read("{" + body + "}", com.fasterxml.jackson.databind.JsonNode.class)
                .path(property)
                .asText(""));
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
