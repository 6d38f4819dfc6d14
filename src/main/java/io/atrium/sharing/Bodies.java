package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;

/** Reads the bodies of groups and roles. */
final class Bodies {

    private Bodies() {}

    static ObjectNode of(Directory directory, Entry entry) {
        return BodyEdit.read(directory.body(entry));
    }

    static ObjectNode additionalInfo(Directory directory, Entry entry) {
        return of(directory, entry).get("additionalInfo") instanceof ObjectNode info ? info : Json.object();
    }
}
