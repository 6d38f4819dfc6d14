package io.atrium.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the steps of one change leave for those that come after them. */
public final class ChangeNotes {

    private final Set<Object> begun = new HashSet<>();
    private final Map<Class<?>, List<?>> notes = new HashMap<>();
    private final Set<UUID> endedGrants = new HashSet<>();

    /** True for the first who asks in this change: what many steps of it want is done once. */
    public boolean isFirst(Object wanted) {
        return begun.add(wanted);
    }

    void ended(UUID grant) {
        endedGrants.add(grant);
    }

    /** True for a grant that the directory still shows, and a step of this change has ended. */
    public boolean isEnded(UUID grant) {
        return endedGrants.contains(grant);
    }

    /** The notes of a type, in the order in which they were made; whoever reads them may add to them. */
    @SuppressWarnings("unchecked")
    public <T> List<T> of(Class<T> type) {
        return (List<T>) notes.computeIfAbsent(type, key -> new ArrayList<>());
    }
}
