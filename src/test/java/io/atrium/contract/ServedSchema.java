package io.atrium.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A served schema made plain: references followed, {@code allOf} merged, null set aside.
 *
 * @param name the component's name, or {@code an inline schema}
 * @param types the JSON types it allows; empty when it does not say
 * @param alternatives the members of {@code oneOf} or {@code anyOf}; empty when there is no choice
 */
record ServedSchema(String name, JsonNode node, Set<String> types, List<JsonNode> alternatives) {

    static ServedSchema of(OpenApi api, JsonNode schema) {
        String reference = schema.path("$ref").asText();
        String name = reference.isEmpty() ? "an inline schema" : reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode node = merged(api, api.resolve(schema));
        List<JsonNode> alternatives = new ArrayList<>();
        for (String choice : List.of("oneOf", "anyOf")) {
            for (JsonNode member : node.path(choice)) {
                if (!api.resolve(member).path("type").asText().equals("null")) {
                    alternatives.add(member);
                }
            }
        }
        // "Nullable X" is written as a choice between X and null.
        return alternatives.size() == 1 && !node.has("properties")
                ? of(api, alternatives.getFirst())
                : new ServedSchema(name, node, types(node), alternatives);
    }

    /** Whether it allows any JSON, so that a client learns nothing from it. */
    boolean open() {
        return types.isEmpty() && alternatives.isEmpty();
    }

    /** Whether it is an object that says nothing about its fields. */
    boolean free() {
        return types.contains("object")
                && alternatives.isEmpty()
                && node.path("properties").isEmpty();
    }

    Optional<JsonNode> property(String field) {
        return Optional.ofNullable(node.path("properties").get(field));
    }

    List<String> required() {
        return texts(node.path("required"));
    }

    /** The closed set of values; empty when it is open. */
    List<String> values() {
        return node.has("const") ? List.of(node.path("const").asText()) : texts(node.path("enum"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> {
            if (!text.isNull()) {
                texts.add(text.asText());
            }
        });
        return texts;
    }

    private static Set<String> types(JsonNode node) {
        Set<String> types = new LinkedHashSet<>();
        if (node.path("type").isArray()) {
            types.addAll(texts(node.path("type")));
        } else if (node.has("type")) {
            types.add(node.path("type").asText());
        } else if (node.has("properties") || node.path("additionalProperties").isObject()) {
            types.add("object");
        } else if (node.has("items")) {
            types.add("array");
        } else if (node.has("enum") || node.has("const")) {
            types.add("string");
        }
        types.remove("null");
        return types;
    }

    private static JsonNode merged(OpenApi api, JsonNode node) {
        if (!node.has("allOf")) {
            return node;
        }
        ObjectNode whole = Json.object();
        for (JsonNode part : node.path("allOf")) {
            absorb(whole, merged(api, api.resolve(part)));
        }
        absorb(whole, ((ObjectNode) node.deepCopy()).without("allOf"));
        return whole;
    }

    private static void absorb(ObjectNode whole, JsonNode part) {
        part.properties().forEach(entry -> {
            JsonNode old = whole.get(entry.getKey());
            switch (entry.getValue()) {
                case ObjectNode fields
                when old instanceof ObjectNode kept && entry.getKey().equals("properties") -> kept.setAll(fields);
                case ArrayNode values
                when old instanceof ArrayNode kept && entry.getKey().equals("required") -> kept.addAll(values);
                default -> whole.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }
}
