package io.atrium.entity;

import io.atrium.entity.Latest.Stamped;
import java.util.HashMap;
import java.util.Map;
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
    private long held;

    public LongTexts(Latest latest, Effort effort) {
        this.latest = latest;
        this.effort = effort;
    }

    /** True if an entity has long texts at all; most have none. */
    public boolean isAny(int ordinal) {
        return latest.longTexts(ordinal) > 0;
    }

    /** Reads a value if it is a long text. The caller holds no lock. */
    public void fetch(KeyScope scope, String key, int ordinal) {
        Stamped stub = latest.peek(scope, key, ordinal);
        if (stub == null || !stub.value().isStub()) {
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

    /** Forgets what was read, which is written. */
    public void clear() {
        found.clear();
    }

    /** From now on whoever writes the answer counts what is in it. */
    public void handOver() {
        effort.hold(-held);
        held = 0;
    }

    /** A value as it is now; one that was replaced by another long text in this moment is read here and now. */
    public @Nullable Stamped get(KeyScope scope, String key, int ordinal) {
        Stamped present = latest.peek(scope, key, ordinal);
        if (present == null || !present.value().isStub()) {
            return present;
        }
        Stamped read = found.get(new Place(scope, key, ordinal));
        boolean isSame = read != null
                && read.ts() == present.ts()
                && read.value().textLength() == present.value().textLength();
        return isSame ? read : latest.get(scope, key, ordinal);
    }
}
