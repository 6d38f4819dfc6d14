package io.atrium.entity;

import io.atrium.entity.Latest.Stamped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The long texts that one answer needs, read from where they are stored before the directory's lock is taken, for a change
 * that waits for the lock should not wait for a store as well. Whether they may be shown is judged under the lock, by whoever
 * writes the answer.
 */
public final class LongTexts {

    private record Place(KeyScope scope, String key, int ordinal) {}

    private final Latest latest;
    private final Effort effort;
    private final Map<Place, Stamped> found = new HashMap<>();
    private final Map<UUID, String> bodies = new HashMap<>();
    private long held;
    private boolean missed;

    public LongTexts(Latest latest, Effort effort) {
        this.latest = latest;
        this.effort = effort;
    }

    /** True if an entity has long texts at all; most have none. */
    public boolean isAny(int ordinal) {
        return latest.longTexts(ordinal) > 0;
    }

    /** Reads a value if it is a long text, and remembers it if it is short, for it may be long soon. The caller holds no lock. */
    public void fetch(KeyScope scope, String key, int ordinal) {
        if (!isAny(ordinal)) {
            return;
        }
        Stamped stub = latest.peek(scope, key, ordinal);
        if (stub == null) {
            return;
        }
        if (!stub.value().isStub()) {
            found.put(new Place(scope, key, ordinal), stub);
            return;
        }
        // Before it is in memory; whoever writes the answer counts it again.
        long bytes = stub.value().textLength();
        effort.hold(bytes);
        held += bytes;
        Stamped whole = latest.get(scope, key, ordinal);
        if (whole != null) {
            found.put(new Place(scope, key, ordinal), whole);
        }
    }

    /** Reads the body of an entity, be it a long one. The caller holds no lock. */
    public void fetchBody(Entry entry, Bodies from) {
        bodies.put(entry.id(), from.of(entry));
    }

    /** The body of an entity, a long one as it was when it was fetched. */
    public String body(Entry entry) {
        if (entry.whole()) {
            return entry.body();
        }
        String read = bodies.get(entry.id());
        missed |= read == null;
        return read == null ? "" : read;
    }

    /** True if something became long after it was fetched, so that it was not there; asked once, it is forgotten. */
    public boolean missed() {
        boolean any = missed;
        missed = false;
        return any;
    }

    /** Forgets what was read, which is written. */
    public void clear() {
        found.clear();
        bodies.clear();
    }

    /** From now on whoever writes the answer counts what is in it. */
    public void handOver() {
        effort.hold(-held);
        held = 0;
    }

    /**
     * A value as it is now; one that became another long text since it was fetched is shown as it was then, for nothing is
     * read under the lock. Who follows it hears of the new one with the next update.
     */
    public @Nullable Stamped get(KeyScope scope, String key, int ordinal) {
        Stamped present = latest.peek(scope, key, ordinal);
        if (present == null || !present.value().isStub()) {
            return present;
        }
        Stamped read = found.get(new Place(scope, key, ordinal));
        missed |= read == null;
        return read;
    }
}
