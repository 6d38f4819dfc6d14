package io.atrium.entity;

import io.atrium.access.Operation;
import io.atrium.entity.Entities.Form;
import org.jspecify.annotations.Nullable;

/**
 * Entities as the rows of a list. Lists show the summary of large bodies, and of long ones that do not fit into the answer any
 * more: they must not read megabytes for a page of names. Serves one answer.
 */
final class EntityRows implements Rows.Row<Entry> {

    /** Characters of one answer that long bodies are put into; those after them are shown by their summaries. */
    private static final int MAX_LONG_BODIES = 4_000_000;

    private final Scope scope;
    private final Bodies bodies;
    private final Form form;
    private final long version;
    private long written;

    EntityRows(Scope scope, Bodies bodies, Form form) {
        this.scope = scope;
        this.bodies = bodies;
        this.form = form;
        this.version = scope.directory().version();
    }

    @Override
    public boolean isSlow(Entry entry) {
        return !entry.whole()
                && written < MAX_LONG_BODIES
                && scope.directory().kind(entry).traits().bodyInMemory();
    }

    @Override
    public String fetch(Entry entry) {
        return bodies.of(entry);
    }

    @Override
    public boolean write(Entry entry, @Nullable String fetched, StringBuilder out) {
        Entry now = now(entry);
        if (now == null) {
            return false;
        }
        int before = out.length();
        String body = fetched != null && now.version() == entry.version() ? fetched : now.body();
        EntityJson.write(out, scope, now, body, form == Form.INFO);
        written += out.length() - before;
        return true;
    }

    /** The entity as the reader may see it now. What his own owner is, he sees anyway. */
    private @Nullable Entry now(Entry entry) {
        if (scope.directory().version() == version) {
            return entry;
        }
        Entry now = scope.directory().entryIfThere(entry.ordinal());
        boolean shown = now != null && (now.ordinal() == scope.owner().ordinal() || scope.may(Operation.READ, now));
        return shown ? now : null;
    }
}
