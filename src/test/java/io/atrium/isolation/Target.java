package io.atrium.isolation;

import io.atrium.base.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One owner's things, by the words that {@code operations.txt} uses for them.
 *
 * @param marker stands in every text of every thing, and nowhere else in the world
 * @param values ids and names, by word; a word that ends in {@code _KIND} goes with the id before it
 */
record Target(String marker, Map<String, String> values) {

    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern VERSIONS = Pattern.compile("\"version\":[0-9]+|atr_[0-9A-Za-z]+");
    private static final Pattern FRESH = Pattern.compile("fresh[0-9]+");
    private static final Pattern TIMES = Pattern.compile("\\b1[0-9]{12}\\b");

    /** Ids and names of the same shape that nothing in the world has. */
    Target unknown(Ids ids, String name) {
        Map<String, String> others = new TreeMap<>();
        values.forEach((word, value) -> {
            if (word.endsWith("_KIND")) {
                others.put(word, value);
            } else if (UUIDS.matcher(value).matches()) {
                others.put(word, ids.next().toString());
            } else {
                others.put(word, value.replace(marker, name));
            }
        });
        return new Target(name, others);
    }

    String value(String word) {
        return values.getOrDefault(word, "");
    }

    List<UUID> ids() {
        return values.values().stream()
                .filter(value -> UUIDS.matcher(value).matches())
                .map(UUID::fromString)
                .toList();
    }

    /** A text without what differs between two targets or two moments. */
    String normal(String text) {
        String normal = text;
        for (Map.Entry<String, String> value : new LinkedHashMap<>(values).entrySet()) {
            if (!value.getKey().endsWith("_KIND")
                    && !UUIDS.matcher(value.getValue()).matches()) {
                normal = normal.replace(value.getValue(), "$" + value.getKey());
            }
        }
        normal = normal.replace(marker, "$MARKER");
        normal = FRESH.matcher(UUIDS.matcher(normal).replaceAll("<id>")).replaceAll("<fresh>");
        normal = VERSIONS.matcher(normal).replaceAll("<version>");
        return TIMES.matcher(normal).replaceAll("<time>");
    }
}
