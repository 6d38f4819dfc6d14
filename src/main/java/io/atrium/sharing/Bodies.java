package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.entity.Entry;

/** Reads the bodies of groups and roles, which the directory keeps in memory. */
final class Bodies {

    private Bodies() {}

    static ObjectNode of(Entry entry) {
        String body = entry.body();
        return Json.read("{" + (body == null ? "" : body) + "}", ObjectNode.class);
    }

    static ObjectNode additionalInfo(Entry entry) {
        return of(entry).get("additionalInfo") instanceof ObjectNode info ? info : Json.object();
    }
}
