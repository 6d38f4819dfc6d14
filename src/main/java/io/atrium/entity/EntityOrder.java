package io.atrium.entity;

import io.atrium.access.Grant;
import io.atrium.base.Json;
import io.atrium.base.PageLink;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Puts entities in the order a caller asked for and cuts out one page. The order of creation is the order of ordinals,
 * so it costs nothing; any other order keeps only as many entities as the page reaches to.
 */
final class EntityOrder {

    private static final String CREATED = "createdTime";

    private EntityOrder() {}

    /** The ordinals of one page. */
    static int[] page(Directory directory, Kind<?> kind, RoaringBitmap entities, PageLink link) {
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
        return sorted(
                entities,
                key(directory, kind, property),
                link.ascending() ? order : order.reversed(),
                (int) link.offset(),
                count);
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

    private static int[] sorted(
            RoaringBitmap entities, Function<Integer, String> key, Comparator<Keyed> order, int offset, int count) {
        int reach = offset + count;
        PriorityQueue<Keyed> best = new PriorityQueue<>(reach + 1, order.reversed());
        IntIterator all = entities.getIntIterator();
        while (all.hasNext()) {
            int ordinal = all.next();
            best.add(new Keyed(key.apply(ordinal), ordinal));
            if (best.size() > reach) {
                best.remove();
            }
        }
        Keyed[] kept = best.toArray(Keyed[]::new);
        Arrays.sort(kept, order);
        return Arrays.stream(kept).skip(offset).mapToInt(Keyed::ordinal).toArray();
    }

    private static Function<Integer, String> key(Directory directory, Kind<?> kind, String property) {
        if (property.equals(kind.traits().nameField()) || property.equals("name")) {
            return ordinal -> lower(directory.entry(ordinal).name());
        }
        return switch (property) {
            case "label" -> ordinal -> lower(directory.entry(ordinal).label());
            case "type" -> ordinal -> lower(directory.entry(ordinal).subtype());
            case "customerTitle", "ownerName" ->
                ordinal ->
                        lower(directory.entry(directory.entry(ordinal).owner()).name());
            case "deviceProfileName", "assetProfileName" -> ordinal -> profileName(directory, ordinal);
            case "isDefault" -> ordinal -> bodyField(directory.entry(ordinal), "default");
            default -> ordinal -> bodyField(directory.entry(ordinal), property);
        };
    }

    private static String profileName(Directory directory, int ordinal) {
        int profile = directory.entry(ordinal).profile();
        return profile == Grant.NONE ? "" : lower(directory.entry(profile).name());
    }

    private static String bodyField(Entry entry, String property) {
        String body = entry.body();
        if (body.isEmpty()) {
            return "";
        }
        return lower(Json.read("{" + body + "}", com.fasterxml.jackson.databind.JsonNode.class)
                .path(property)
                .asText(""));
    }

    private static String lower(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
