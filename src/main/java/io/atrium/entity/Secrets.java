package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The members of a kind's documents that are secrets, at whatever depth below one of the kind's own fields. Only those who may read them are shown them; for
 * all others they are null. The audit log never has them. A save without them keeps them.
 *
 * @param field the kind's field that has them
 * @param names the members' names
 * @param readers says whether a caller may read those of an entity
 */
public record Secrets(String field, Set<String> names, BiPredicate<Scope, Entry> readers) {

    /** A kind without secrets. */
    public static final Secrets NONE = new Secrets("", Set.of(), (scope, entry) -> true);

    private static final TextNode MASK = TextNode.valueOf("(secret)");

    /** The members of a body as a caller is shown them. */
    String shown(String body, Scope scope, Entry entry) {
        if (names.stream().noneMatch(body::contains) || readers.test(scope, entry)) {
            return body;
        }
        ObjectNode members = BodyEdit.read(body);
        replace(members.path(field), NullNode.getInstance());
        String text = members.toString();
        return text.substring(1, text.length() - 1);
    }

    /** A copy for the audit log. */
    ObjectNode masked(ObjectNode document) {
        if (names.isEmpty()) {
            return document;
        }
        ObjectNode copy = document.deepCopy();
        replace(copy.path(field), MASK);
        return copy;
    }

    private void replace(JsonNode node, JsonNode by) {
        if (node instanceof ArrayNode array) {
            array.forEach(item -> replace(item, by));
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (!names.contains(member.getKey())) {
                    replace(member.getValue(), by);
                } else if (!member.getValue().isNull()) {
                    member.setValue(by);
                }
            }
        }
    }

    /** Puts the secrets of the stored body into a document wherever it has none in the same place. */
    public void keep(ObjectNode document, String before) {
        if (names.stream().anyMatch(before::contains)) {
            JsonNode stored = BodyEdit.read(before).path(field);
            if (document.path(field) instanceof ObjectNode sent && stored instanceof ObjectNode former) {
                keep(sent, former);
            }
        }
    }

    private void keep(ObjectNode sent, ObjectNode stored) {
        for (Map.Entry<String, JsonNode> member : stored.properties()) {
            JsonNode there = sent.path(member.getKey());
            if (names.contains(member.getKey())) {
                if (there.isMissingNode() || there.isNull()) {
                    sent.set(member.getKey(), member.getValue());
                }
            } else if (there instanceof ObjectNode below && member.getValue() instanceof ObjectNode former) {
                keep(below, former);
            }
        }
    }
}
