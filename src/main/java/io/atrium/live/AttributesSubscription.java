package io.atrium.live;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.telemetry.DataWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Follows the attributes of one entity: their present values first, then every change. */
final class AttributesSubscription implements Subscription, Watch {

    /** Of values that were set in the same millisecond the first scope wins. */
    private static final List<KeyScope> SCOPES =
            List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.CLIENT_SCOPE);

    private final LiveSession session;
    private final int cmdId;
    private final Ref ref;
    private final List<KeyScope> scopes;
    private final Set<String> keys;
    private final Pace pace = new Pace();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Map<String, Sample> sent = new HashMap<>();
    private final List<Watchers.Registration> watches = new ArrayList<>();
    private volatile @Nullable DataWindow window;
    private volatile boolean moved;

    AttributesSubscription(LiveSession session, Command.OfEntity command, Ref ref) {
        this.session = session;
        this.cmdId = command.cmdId();
        this.ref = ref;
        this.scopes = scopes(command.scope());
        this.keys = Set.copyOf(SeriesRequest.keys(command.keyList()));
    }

    private static List<KeyScope> scopes(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return SCOPES;
        }
        return SCOPES.stream()
                .filter(scope -> scope.name().equals(name))
                .map(List::of)
                .findFirst()
                .orElseThrow(() -> Problem.badRequest(
                        "Field 'scope' must be one of CLIENT_SCOPE, SHARED_SCOPE, SERVER_SCOPE, or absent for all"));
    }

    /** Answers with the present values and follows them; a problem if the caller may not. */
    void start() {
        close();
        moved = false;
        Map<String, List<Sample>> data = session.scope().read(() -> {
            DataWindow shown = session.live().reads().window(session.scope(), Operation.READ_ATTRIBUTES, ref);
            window = shown;
            watch(shown);
            changed.clear();
            Map<String, List<Sample>> found = new LinkedHashMap<>();
            names(shown).forEach(key -> {
                Sample sample = read(shown, key);
                sent.put(key, sample);
                if (sample != Sample.NONE) {
                    found.put(key, List.of(sample));
                }
            });
            return found;
        });
        session.send(Frames.entity(cmdId, data));
    }

    private void watch(DataWindow shown) {
        Entry own = session.scope().directory().find(ref).orElseThrow(Problem::notFound);
        watches.add(session.tenant().watchers().add(own, this));
        Entry source = shown.source();
        if (source != null && source.ordinal() != own.ordinal()) {
            watches.add(session.tenant().watchers().add(source, this));
        }
    }

    private Set<String> names(DataWindow shown) {
        if (!keys.isEmpty()) {
            return keys;
        }
        Set<String> names = new TreeSet<>();
        scopes.forEach(scope -> names.addAll(shown.attributes(scope).keySet()));
        return names;
    }

    private Sample read(DataWindow shown, String key) {
        Stamped newest = null;
        for (KeyScope scope : scopes) {
            Stamped found = shown.get(scope, key);
            if (found != null && (newest == null || found.ts() > newest.ts())) {
                newest = found;
            }
        }
        return Sample.of(newest);
    }

    @Override
    public void attributes(AttributesChanged change) {
        if (!scopes.contains(change.scope())) {
            return;
        }
        note(change.scope(), change.values().keySet());
        note(change.scope(), change.removed());
    }

    private void note(KeyScope scope, Iterable<String> names) {
        DataWindow shown = window;
        for (String key : names) {
            if ((keys.isEmpty() || keys.contains(key)) && shown != null && shown.shows(scope, key)) {
                changed.add(key);
                session.due(this);
            }
        }
    }

    /** A view that shows something else now is followed afresh. */
    @Override
    public void changed(Entry entry) {
        DataWindow shown = window;
        if (shown != null && shown.isView() && entry.id().equals(ref.id())) {
            moved = true;
            session.due(this);
        }
    }

    @Override
    public void flush() {
        if (moved) {
            start();
            return;
        }
        DataWindow shown = window;
        Map<String, List<Sample>> data = new LinkedHashMap<>();
        boolean allowed = session.scope().read(() -> {
            if (shown == null || !mayRead()) {
                return false;
            }
            for (String key : List.copyOf(changed)) {
                changed.remove(key);
                Sample now = read(shown, key);
                if (!now.equals(sent.put(key, now))) {
                    data.put(key, List.of(now));
                }
            }
            return true;
        });
        if (!allowed) {
            session.lost(this);
        } else if (!data.isEmpty()) {
            session.send(Frames.entity(cmdId, data));
        }
    }

    private boolean mayRead() {
        return session.scope()
                .directory()
                .find(ref)
                .filter(entry -> session.scope().may(Operation.READ_ATTRIBUTES, entry))
                .isPresent();
    }

    @Override
    public void review() {
        if (!session.scope().read(this::mayRead)) {
            session.lost(this);
        }
    }

    @Override
    public void requery() {}

    @Override
    public boolean isDynamic() {
        return false;
    }

    @Override
    public void fault(int code, String message) {
        session.send(Frames.entityFault(cmdId, code, message));
    }

    @Override
    public int cmdId() {
        return cmdId;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public void close() {
        watches.forEach(Watchers.Registration::remove);
        watches.clear();
        window = null;
    }
}
