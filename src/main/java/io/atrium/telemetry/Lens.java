package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.AccessEngine;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Bodies;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Scope;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of an entity as a caller may read it: its own, or for an entity view what the view shows of another entity,
 * namely the listed keys, and points of its time only. The caller's right to read is asked of the view, and the right to
 * show of the view's owner: a view shows what its owner as a party may read of the target at that moment, and to others than
 * his side only what he may pass on. A key that a view does not list is not there.
 *
 * @param target where the data is; null for a view of something that is gone
 * @param keys what a view lists by scope; null for an entity itself
 * @param from start of a view's time
 * @param to end of a view's time, not part of it
 * @param side by whose right a view shows its target; null for an entity itself
 */
record Lens(
        Directory directory,
        @Nullable Entry target,
        @Nullable Map<KeyScope, Set<String>> keys,
        long from,
        long to,
        @Nullable Side side) {

    /** Whose right a view lives by: that of the view's owner, whoever made the view; and who looks through it. */
    private record Side(UUID view, AccessEngine.Subject viewer, Operation operation) {

        boolean mayShow(Directory directory, Entry target) {
            return directory
                    .find(view)
                    .filter(entry -> directory.access().mayShow(entry.owner(), viewer, operation, target.ordinal()))
                    .isPresent();
        }
    }

    static final String VIEW = "ENTITY_VIEW";

    private static final Map<KeyScope, String> LISTS = Map.of(
            KeyScope.TIME_SERIES, "/keys/timeseries",
            KeyScope.CLIENT_SCOPE, "/keys/attributes/cs",
            KeyScope.SHARED_SCOPE, "/keys/attributes/sh",
            KeyScope.SERVER_SCOPE, "/keys/attributes/ss");

    /** Opens an entity for reading. The caller holds the directory's read lock. */
    static Lens of(Scope scope, Bodies bodies, Operation operation, Ref ref) {
        Entry entry = scope.require(operation, ref);
        Directory directory = scope.directory();
        if (!ref.kind().equals(VIEW)) {
            return new Lens(directory, entry, null, Long.MIN_VALUE, Long.MAX_VALUE, null);
        }
        JsonNode view = Json.read("{" + bodies.of(entry) + "}", JsonNode.class);
        Map<KeyScope, Set<String>> keys = new TreeMap<>();
        LISTS.forEach((keyScope, path) -> keys.put(keyScope, texts(view.at(path))));
        long end = view.path("endTimeMs").asLong(0);
        return new Lens(
                directory,
                target(directory, view.path("entityId")),
                keys,
                view.path("startTimeMs").asLong(0) == 0
                        ? Long.MIN_VALUE
                        : view.path("startTimeMs").asLong(),
                end == 0 ? Long.MAX_VALUE : end,
                new Side(entry.id(), scope.subject(), operation));
    }

    /**
     * Where the data is, as of now; null for a view of something that is gone, or that the view's owner may not read any
     * more. The caller holds the directory's read lock.
     */
    @Nullable
    Entry source() {
        return side == null || target == null || side.mayShow(directory, target) ? target : null;
    }

    /** As {@link #source} for a caller that holds no lock. */
    @Nullable
    Entry lockedSource() {
        return side == null ? target : directory.read(this::sourceOrNone).orElse(null);
    }

    private Optional<Entry> sourceOrNone() {
        return Optional.ofNullable(source());
    }

    /** Views show devices and assets, never another view. */
    private static @Nullable Entry target(Directory directory, JsonNode reference) {
        if (!reference.isObject()) {
            return null;
        }
        Ref ref = Json.bind(reference, Ref.class);
        return Ref.isNone(ref) || VIEW.equals(ref.kind())
                ? null
                : directory.find(ref).orElse(null);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** Views are windows: what is seen through them is written where it is kept. */
    static void requireWritable(Ref ref) {
        if (ref.kind().equals(VIEW)) {
            throw Problem.badRequest("An entity view is read-only; write to the entity that it shows");
        }
    }

    boolean isView() {
        return keys != null;
    }

    boolean shows(KeyScope scope, String key) {
        return keys == null || keys.getOrDefault(scope, Set.of()).contains(key);
    }

    boolean covers(long ts) {
        return ts >= from && (ts < to || to == Long.MAX_VALUE);
    }

    /**
     * The attributes of a scope by key, with stubs in the place of long texts, which {@link #whole} reads. A view shows what was
     * set before its end, however early: an old value still held in the view's time. The caller holds the directory's read
     * lock.
     *
     * @param keys those that are wanted; empty for all
     */
    Map<String, Stamped> peekAttributes(KeyScope scope, Collection<String> keys) {
        return wanted(peekAttributes(scope), keys);
    }

    /**
     * The latest values of shown series, whatever their time, with stubs in the place of long texts. The caller holds the
     * directory's read lock.
     *
     * @param keys those that are wanted; empty for all
     */
    Map<String, Stamped> peekLatest(Collection<String> keys) {
        return wanted(peek(KeyScope.TIME_SERIES), keys);
    }

    /** Values that were peeked at, counted, with their long texts. The caller holds no lock, for these come from a store. */
    Map<String, Stamped> whole(KeyScope scope, Map<String, Stamped> peeked, Effort effort) {
        peeked.forEach((key, stamped) ->
                effort.hold(key.length() + Effort.ROW_BYTES + stamped.value().textLength()));
        Entry source = lockedSource();
        return source == null ? new TreeMap<>() : directory.latest().whole(scope, source.ordinal(), peeked);
    }

    /** The keys of a scope's attributes. The caller holds the directory's read lock. */
    Set<String> attributeKeys(KeyScope scope) {
        return peekAttributes(scope).keySet();
    }

    private Map<String, Stamped> peekAttributes(KeyScope scope) {
        Map<String, Stamped> found = peek(scope);
        found.values().removeIf(stamped -> stamped.ts() >= to && to != Long.MAX_VALUE);
        return found;
    }

    /** The keys of all shown series. The caller holds the directory's read lock. */
    Set<String> seriesKeys() {
        return peek(KeyScope.TIME_SERIES).keySet();
    }

    private static Map<String, Stamped> wanted(Map<String, Stamped> found, Collection<String> keys) {
        if (!keys.isEmpty()) {
            found.keySet().retainAll(Set.copyOf(keys));
        }
        return found;
    }

    private Map<String, Stamped> peek(KeyScope scope) {
        Entry source = source();
        if (source == null) {
            return new TreeMap<>();
        }
        Map<String, Stamped> found = directory.latest().peek(scope, source.ordinal());
        found.keySet().removeIf(key -> !shows(scope, key));
        return found;
    }
}
