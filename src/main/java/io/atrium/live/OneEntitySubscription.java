package io.atrium.live;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.telemetry.DataWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one entity by its id: the watches that stand while it does, and the right that it lives by. */
abstract sealed class OneEntitySubscription implements Subscription, Watch
        permits AttributesSubscription, SeriesSubscription {

    final LiveSession session;
    final Ref ref;
    /** The keys that were asked for; empty for all. */
    final Set<String> keys;

    /** Whether values are followed by their types. */
    final boolean types;

    volatile @Nullable DataWindow window;
    volatile boolean moved;
    private final Operation right;
    private final int cmdId;
    private final Followed.Part held;
    private final Pace pace = new Pace();
    private final List<Watchers.Registration> watches = new ArrayList<>();

    OneEntitySubscription(LiveSession session, Command.OfEntity command, Ref ref, Operation right) {
        this.session = session;
        this.held = new Followed.Part(session);
        this.ref = ref;
        this.keys = Set.copyOf(SeriesRequest.keys(command.keyList()));
        this.types = command.valueTypes();
        this.right = right;
        this.cmdId = command.cmdId();
    }

    /** Answers with the present and follows it; a problem if the caller may not. */
    abstract void start();

    /** Begins to follow what the caller may see now. The caller of the method holds the directory's read lock. */
    final DataWindow watch() {
        DataWindow shown = session.live().reads().window(session.scope(), right, ref);
        Entry own = session.scope().directory().find(ref).orElseThrow(Problem::notFound);
        watches.add(session.tenant().watchers().add(own, this));
        Entry source = shown.source();
        held.set(1, keys.isEmpty() && source != null ? keysOf(source) : keys.size());
        if (source != null && source.ordinal() != own.ordinal()) {
            watches.add(session.tenant().watchers().add(source, this));
        }
        window = shown;
        return shown;
    }

    private long keysOf(Entry source) {
        return Arrays.stream(KeyScope.values())
                .mapToLong(scope -> session.scope().directory().latest().count(scope, source.ordinal()))
                .sum();
    }

    final boolean asksFor(String key) {
        return keys.isEmpty() || keys.contains(key);
    }

    /**
     * Whether the caller may still read, and a view still shows what it showed. The caller of the method holds the
     * directory's read lock.
     */
    final boolean mayRead() {
        DataWindow shown = window;
        boolean shut = shown != null && shown.source() != null && shown.hasTurned();
        return !shut
                && session.scope()
                        .directory()
                        .find(ref)
                        .filter(entry -> session.scope().may(right, entry))
                        .isPresent();
    }

    /** Whether a view that showed nothing shows something now. The caller holds the directory's read lock. */
    private boolean hasOpened() {
        DataWindow shown = window;
        return shown != null && shown.source() == null && shown.hasTurned();
    }

    /** A view that shows something else now is followed afresh. */
    @Override
    public final void changed(Entry entry) {
        DataWindow shown = window;
        if (shown != null && shown.isView() && entry.id().equals(ref.id())) {
            moved = true;
            session.due(this);
        }
    }

    @Override
    public final void review() {
        if (!session.scope().read(this::mayRead)) {
            session.lost(this);
        } else if (session.scope().read(this::hasOpened)) {
            moved = true;
            session.due(this);
        }
    }

    @Override
    public final void afresh() {
        start();
    }

    @Override
    public final void requery() {}

    @Override
    public final boolean isDynamic() {
        return false;
    }

    @Override
    public final void fault(int code, String message) {
        session.send(Frames.entityFault(cmdId, code, message));
    }

    @Override
    public final int cmdId() {
        return cmdId;
    }

    @Override
    public final Pace pace() {
        return pace;
    }

    @Override
    public void close() {
        watches.forEach(Watchers.Registration::remove);
        watches.clear();
        window = null;
        held.set(0, 0);
    }
}
