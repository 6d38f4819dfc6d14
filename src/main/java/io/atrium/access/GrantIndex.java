package io.atrium.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The grants of a tenant, by each end of them. */
final class GrantIndex {

    private final Map<UUID, Grant> byId = new HashMap<>();
    private final Map<Integer, List<Grant>> ofSubject = new HashMap<>();
    private final Map<Integer, List<Grant>> onTarget = new HashMap<>();
    private final Map<Integer, List<Grant>> ofRole = new HashMap<>();
    private final Map<Integer, List<Grant>> under = new HashMap<>();
    /** Those that end by themselves, by when. */
    private final NavigableMap<Long, List<Grant>> ends = new TreeMap<>();

    @Nullable
    Grant get(UUID id) {
        return byId.get(id);
    }

    Collection<Grant> all() {
        return byId.values();
    }

    List<Grant> ofSubject(int subject) {
        return ofSubject.getOrDefault(subject, List.of());
    }

    List<Grant> onTarget(int target) {
        return onTarget.getOrDefault(target, List.of());
    }

    List<Grant> ofRole(int role) {
        return ofRole.getOrDefault(role, List.of());
    }

    /** Grants that were made on behalf of a customer, or of just this user. */
    List<Grant> under(int party) {
        return under.getOrDefault(party, List.of());
    }

    /** All grants that may have been passed on. */
    Stream<Grant> bound() {
        return under.values().stream().flatMap(List::stream).filter(Grant::isBound);
    }

    void put(Grant grant) {
        remove(grant.id());
        byId.put(grant.id(), grant);
        add(ofSubject, grant.subject(), grant);
        add(onTarget, grant.target(), grant);
        add(ofRole, grant.role(), grant);
        if (grant.under() != AccessModel.TENANT) {
            add(under, grant.under(), grant);
        }
        if (grant.until() != Long.MAX_VALUE) {
            add(ends, grant.until(), grant);
        }
    }

    /** What ends by itself after a moment and not after another, in the order of the ends. */
    NavigableMap<Long, List<Grant>> ends(long after, long until) {
        return after < until ? ends.subMap(after, false, until, true) : Collections.emptyNavigableMap();
    }

    /** False if there was none of this id. */
    boolean remove(UUID id) {
        Grant grant = byId.remove(id);
        if (grant == null) {
            return false;
        }
        remove(ofSubject, grant.subject(), grant);
        remove(onTarget, grant.target(), grant);
        remove(ofRole, grant.role(), grant);
        remove(under, grant.under(), grant);
        remove(ends, grant.until(), grant);
        return true;
    }

    private static <K> void add(Map<K, List<Grant>> index, K key, Grant grant) {
        index.computeIfAbsent(key, k -> new ArrayList<>()).add(grant);
    }

    private static <K> void remove(Map<K, List<Grant>> index, K key, Grant grant) {
        List<Grant> list = index.get(key);
        if (list != null) {
            list.remove(grant);
            if (list.isEmpty()) {
                index.remove(key);
            }
        }
    }
}
