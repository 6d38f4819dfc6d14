package io.atrium.telemetry;

import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.LongTexts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What shows of an entity's data: all of it, or for an entity view the keys and the time of the view. Good until the
 * rights or the view change; whoever keeps one asks anew then, at the latest when it {@link #hasTurned}.
 */
public final class DataWindow {

    private final Lens lens;
    private final @Nullable Entry source;

    /** The caller holds the directory's read lock. */
    DataWindow(Lens lens) {
        this.lens = lens;
        this.source = lens.source();
    }

    /**
     * Where the data is kept: the entity itself, or what a view shows; null for a view of something that is gone, or that
     * the view's owner may not read.
     */
    public @Nullable Entry source() {
        return source;
    }

    /**
     * True if a view shows its target no more since this was opened, or only now: its owner lost or won the right to read
     * it. The caller holds the directory's read lock.
     */
    public boolean hasTurned() {
        return lens.isView() && (source == null) != (lens.source() == null);
    }

    public boolean isView() {
        return lens.isView();
    }

    public boolean shows(KeyScope scope, String key) {
        return source != null && lens.shows(scope, key);
    }

    /** True if a point of this time shows. */
    public boolean covers(long ts) {
        return lens.covers(ts);
    }

    /** The attributes of a scope that show. The caller holds the directory's read lock. */
    public Set<String> attributeKeys(KeyScope scope) {
        return lens.attributeKeys(scope);
    }

    /** Reads a value beforehand if it is a long text. The caller holds no lock. */
    public void fetch(KeyScope scope, String key, LongTexts texts) {
        if (source != null && texts.isAny(source.ordinal())) {
            texts.fetch(scope, key, source.ordinal());
        }
    }

    /** True if there is a value that shows. The caller holds the directory's read lock. */
    public boolean has(KeyScope scope, String key) {
        Entry present = source == null ? null : lens.source();
        return present != null
                && isInside(scope, lens.directory().latest().peek(scope, key, present.ordinal()))
                && lens.shows(scope, key);
    }

    /**
     * One attribute or latest value if it shows. The caller holds the directory's read lock.
     *
     * @param texts the long ones, read before
     */
    public @Nullable Stamped get(KeyScope scope, String key, LongTexts texts) {
        Entry present = source == null ? null : lens.source();
        if (present == null || !lens.shows(scope, key)) {
            return null;
        }
        Stamped found = texts.get(scope, key, present.ordinal());
        return isInside(scope, found) ? found : null;
    }

    private boolean isInside(KeyScope scope, @Nullable Stamped found) {
        if (found == null) {
            return false;
        }
        return scope.isAttribute() ? found.ts() < lens.to() || lens.to() == Long.MAX_VALUE : lens.covers(found.ts());
    }
}
