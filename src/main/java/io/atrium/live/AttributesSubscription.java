package io.atrium.live;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Effort;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.LongTexts;
import io.atrium.telemetry.DataWindow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Follows the attributes of one entity: their present values first, then every change. */
final class AttributesSubscription extends OneEntitySubscription {

    /** Of values that were set in the same millisecond the first scope wins. */
    private static final List<KeyScope> SCOPES =
            List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.CLIENT_SCOPE);

    private final List<KeyScope> scopes;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Map<String, Sample> sent = new HashMap<>();

    AttributesSubscription(LiveSession session, Command.OfEntity command, Ref ref) {
        super(session, command, ref, Operation.READ_ATTRIBUTES);
        this.scopes = scopes(command.scope());
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

    @Override
    void start() {
        close();
        moved = false;
        session.reading(effort -> {
            session.send(Frames.entity(cmdId(), present(effort), types));
            return true;
        });
    }

    private Map<String, List<Sample>> present(Effort effort) {
        Set<String> names = effort.locked(() -> {
            DataWindow shown = watch();
            changed.clear();
            return names(shown);
        });
        LongTexts texts = fetch(names, effort);
        return effort.locked(() -> {
            Map<String, List<Sample>> found = new LinkedHashMap<>();
            DataWindow shown = window;
            if (shown == null || !mayRead()) {
                // The review that follows says so.
                return found;
            }
            texts.handOver();
            names.forEach(key -> {
                Sample sample = read(shown, key, texts);
                if (texts.missed()) {
                    // It became long in this moment; an update tells it.
                    return;
                }
                effort.hold(sample.bytes());
                sent.put(key, sample.remembered());
                if (sample != Sample.NONE) {
                    found.put(key, List.of(sample));
                }
            });
            return found;
        });
    }

    private Set<String> names(DataWindow shown) {
        if (!keys.isEmpty()) {
            return keys;
        }
        Set<String> names = new TreeSet<>();
        scopes.forEach(scope -> names.addAll(shown.attributeKeys(scope)));
        return names;
    }

    private LongTexts fetch(Iterable<String> names, Effort effort) {
        LongTexts texts = new LongTexts(session.scope().directory().latest(), effort);
        DataWindow shown = window;
        if (shown != null) {
            names.forEach(key -> scopes.forEach(scope -> shown.fetch(scope, key, texts)));
        }
        return texts;
    }

    private Sample read(DataWindow shown, String key, LongTexts texts) {
        Stamped newest = null;
        for (KeyScope scope : scopes) {
            Stamped found = shown.get(scope, key, texts);
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
            if (asksFor(key) && shown != null && shown.shows(scope, key)) {
                changed.add(key);
                session.due(this);
            }
        }
    }

    @Override
    public void flush() {
        if (moved) {
            start();
            return;
        }
        boolean allowed = session.reading(effort -> {
            Map<String, List<Sample>> data = new LinkedHashMap<>();
            // What changes from here on is noted anew, so that what is read now is never the last word.
            List<String> taken = List.copyOf(changed);
            taken.forEach(changed::remove);
            try {
                LongTexts texts = fetch(taken, effort);
                boolean may = effort.locked(() -> news(taken, data, effort, texts));
                if (!data.isEmpty()) {
                    session.send(Frames.entity(cmdId(), data, types));
                }
                return may;
            } catch (Problem e) {
                taken.forEach(sent::remove);
                changed.addAll(taken);
                throw e;
            }
        });
        if (!allowed) {
            session.lost(this);
        }
    }

    /** Adds what has changed; false if the caller may not read it. */
    private boolean news(List<String> taken, Map<String, List<Sample>> data, Effort effort, LongTexts texts) {
        texts.handOver();
        DataWindow shown = window;
        if (shown == null || !mayRead()) {
            return false;
        }
        for (String key : taken) {
            Sample now = read(shown, key, texts);
            if (!texts.missed() && !now.remembered().equals(sent.put(key, now.remembered()))) {
                effort.hold(now.bytes());
                data.put(key, List.of(now));
            }
        }
        return true;
    }
}
