package io.atrium.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks of ids inside documents that callers send. */
public final class References {

    private References() {}

    /**
     * Refuses a reference in a document to something that the saver may not read, unless it was there before.
     *
     * @return what the document names now and did not name before
     */
    public static Optional<Entry> requireReadable(
            Scope scope, ObjectNode document, @Nullable Entry before, String field) {
        Ref ref = EntityChanges.ref(document, field);
        if (ref == null || Ref.isNone(ref)) {
            return Optional.empty();
        }
        if (before != null) {
            String former = BodyEdit.read(scope.directory().body(before))
                    .path(field)
                    .path("id")
                    .asText("");
            if (former.equals(ref.id().toString())) {
                return Optional.empty();
            }
        }
        Optional<Entry> named = ref.kind() == null ? Optional.empty() : scope.readable(ref);
        if (named.isEmpty()) {
            throw Problem.badRequest("Field '" + field + "' names something that does not exist");
        }
        return named;
    }
}
