package io.atrium.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relations of one tenant, found from either end. Guarded by the directory's lock. */
public final class RelationIndex {

    private final Map<Integer, List<Relation>> outgoing = new HashMap<>();
    private final Map<Integer, List<Relation>> incoming = new HashMap<>();

    private final HeapAccount account;
    private final Map<Integer, Integer> bySide = new HashMap<>();
    private int size;

    RelationIndex(HeapAccount account) {
        this.account = account;
    }

    int size() {
        return size;
    }

    /** How many were drawn for an owner, or for nobody. */
    long ofSide(int side) {
        return bySide.getOrDefault(side, 0);
    }

    public List<Relation> from(int ordinal) {
        return outgoing.getOrDefault(ordinal, List.of());
    }

    public List<Relation> to(int ordinal) {
        return incoming.getOrDefault(ordinal, List.of());
    }

    /** The same link as it is stored now. */
    Optional<Relation> find(Relation relation) {
        // Hubs have long lists: what the shorter list of the two does not know is in neither.
        List<Relation> there = from(relation.from());
        List<Relation> back = to(relation.to());
        return (there.size() < back.size() ? there : back)
                .stream().filter(relation::isSameLink).findFirst();
    }

    void put(Relation relation) {
        remove(relation);
        outgoing.computeIfAbsent(relation.from(), o -> new ArrayList<>(2)).add(relation);
        incoming.computeIfAbsent(relation.to(), o -> new ArrayList<>(2)).add(relation);
        size++;
        bySide.merge(relation.side(), 1, Integer::sum);
        account.add(relation.weight());
    }

    void remove(Relation relation) {
        find(relation).ifPresent(there -> {
            gone(there);
            removeFrom(outgoing, relation.from(), relation);
            removeFrom(incoming, relation.to(), relation);
        });
    }

    void removeAll(int ordinal) {
        List<Relation> from = outgoing.remove(ordinal);
        if (from != null) {
            from.forEach(relation -> {
                gone(relation);
                removeFrom(incoming, relation.to(), relation);
            });
        }
        List<Relation> to = incoming.remove(ordinal);
        if (to != null) {
            to.forEach(relation -> {
                gone(relation);
                removeFrom(outgoing, relation.from(), relation);
            });
        }
    }

    private void gone(Relation relation) {
        size--;
        bySide.computeIfPresent(relation.side(), (side, had) -> had == 1 ? null : Integer.valueOf(had - 1));
        account.add(-relation.weight());
    }

    private static void removeFrom(Map<Integer, List<Relation>> index, int ordinal, Relation relation) {
        List<Relation> list = index.get(ordinal);
        if (list != null) {
            list.removeIf(relation::isSameLink);
            if (list.isEmpty()) {
                index.remove(ordinal);
            }
        }
    }
}
