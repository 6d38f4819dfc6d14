package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Grant;
import io.atrium.base.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Changes single fields of a stored entity, for work that no caller's document is behind. */
public final class BodyEdit {

    private BodyEdit() {}

    /** The members of a stored body as an object. */
    public static ObjectNode read(String body) {
        return Json.read("{" + body + "}", ObjectNode.class);
    }

    /**
     * Writes an entity with some of its body changed; the permission is checked already.
     *
     * @param body the whole body as it is now
     */
    public static Entry apply(Change change, Entry entry, String body, Consumer<ObjectNode> edit) {
        ObjectNode members = read(body);
        edit.accept(members);
        Map<String, JsonNode> fields = new HashMap<>();
        members.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        Kind<?> kind = change.directory().kind(entry);
        Entry profile =
                entry.profile() == Grant.NONE ? null : change.directory().entry(entry.profile());
        Draft draft = new Draft(entry.name(), entry.subtype(), entry.label(), kind.body(fields));
        return change.update(kind, entry, draft, profile);
    }
}
