package io.atrium.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.isolation.BadInputTest.Bad;
import io.atrium.isolation.Template.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bodies that no operation may take: no JSON at all, and good bodies with one field of a wrong type. */
final class BadBodies {

    private static final Map<String, byte[]> NO_JSON = Map.of(
            "malformed", bytes("{\"name\":"),
            "trailing", bytes("{} {}"),
            "null", bytes("null"),
            "number", bytes("7"),
            "deep", bytes("[".repeat(1_000) + "]".repeat(1_000)),
            "deep object", bytes("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)),
            "invalid UTF-8",
                    new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'},
            "duplicate fields", bytes("{\"name\":\"a\",\"name\":\"b\"}"),
            "not finite", bytes("{\"name\":NaN}"),
            "empty", new byte[0]);

    private static final Set<String> AS_DEVICES_WRITE = Set.of("not finite", "duplicate fields");

    private static final List<String> OBJECTS = List.of(
            "id", "ownerId", "customerId", "entityId", "deviceId", "userId", "roleId", "from", "to", "entityFilter");

    private BadBodies() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<Bad> of(Template template, Request good) {
        List<Bad> all = new ArrayList<>();
        boolean needsBody = template.route().body() != null && !template.body().isEmpty();
        if (!needsBody
                || template.route().body() == String.class && !template.body().startsWith("{")) {
            return all;
        }
        NO_JSON.forEach((what, body) -> {
            if (!isTaken(template, what)) {
                all.add(new Bad(what, new Request(good.method(), good.target(), body)));
            }
        });
        JsonNode tree = Json.read(good.body(), JsonNode.class);
        fields(tree, tree, good, all);
        return all;
    }

    /** Owner changes need no body; values of things are read as devices write them, with NaN and repeated keys. */
    private static boolean isTaken(Template template, String what) {
        return what.equals("empty")
                ? template.route().operation().startsWith("changeOwner")
                : AS_DEVICES_WRITE.contains(what) && template.route().path().startsWith("/api/plugins/telemetry");
    }

    /** Spoils every id below a node, one at a time. */
    private static void fields(JsonNode root, JsonNode node, Request good, List<Bad> all) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                if (OBJECTS.contains(field.getKey()) && field.getValue().isObject()) {
                    for (String wrong :
                            List.of("7", "[]", "\"text\"", "{\"entityType\":\"DEVICE\",\"id\":\"x\"}", "{\"id\":[]}")) {
                        object.set(field.getKey(), Json.read(wrong, JsonNode.class));
                        all.add(new Bad(field.getKey() + " " + wrong, with(good, root)));
                    }
                    object.set(field.getKey(), field.getValue());
                }
                fields(root, field.getValue(), good, all);
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(item -> fields(root, item, good, all));
        }
    }

    static Request with(Request good, JsonNode body) {
        return new Request(good.method(), good.target(), Json.bytes(body));
    }
}
