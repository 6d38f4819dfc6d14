package io.atrium.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.http.Param;
import io.atrium.isolation.BadInputTest.Bad;
import io.atrium.isolation.Template.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Values that some fields may have and others not, each put into every field and every text parameter. */
final class StrangeInput {

    private static final List<String> FIELDS = List.of(
            "null",
            "7",
            "-1",
            "1e400",
            "123456789012345678901234567890",
            "1.5",
            "true",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"a\":null}",
            "\"\"",
            "\"NONSENSE\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"'; drop table entity; --\"");

    private static final List<String> TEXTS = List.of(
            "\u0000",
            "",
            " ",
            "'; drop table entity; --",
            "%",
            "\\",
            "\uffff",
            "../..",
            "x".repeat(300),
            "1e400",
            "{{7*7}}");

    private static final String MARK = "\"!mark!\"";

    private StrangeInput() {}

    static List<Bad> of(Template template, Request request, BiFunction<Template, Boolean, Request> good) {
        List<Bad> all = new ArrayList<>();
        if (!template.body().isEmpty()
                && (template.body().startsWith("{") || template.body().startsWith("["))) {
            JsonNode root = Json.read(request.body(), JsonNode.class);
            fields(root, root, request, all);
        }
        texts(template, good, all);
        return all;
    }

    private static void texts(Template template, BiFunction<Template, Boolean, Request> good, List<Bad> all) {
        for (Param param : template.route().params()) {
            boolean isText = param.type() == String.class && param.values().isEmpty();
            for (String text : isText ? TEXTS : List.<String>of()) {
                if (param.in() == Param.In.QUERY || !text.isEmpty()) {
                    all.add(new Bad(param.name() + "=" + text, good.apply(template.with(param.name(), text), true)));
                }
            }
        }
    }

    private static void fields(JsonNode root, JsonNode node, Request good, List<Bad> all) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                object.put(field.getKey(), "!mark!");
                put(field.getKey(), root, good, all);
                object.set(field.getKey(), field.getValue());
                fields(root, field.getValue(), good, all);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode item = array.get(i);
                array.set(i, "!mark!");
                put("[" + i + "]", root, good, all);
                array.set(i, item);
                fields(root, item, good, all);
            }
        }
    }

    private static void put(String name, JsonNode root, Request good, List<Bad> all) {
        List<String> values = new ArrayList<>(FIELDS);
        values.add("\"" + "n".repeat(300) + "\"");
        for (String value : values) {
            byte[] body = root.toString().replace(MARK, value).getBytes(StandardCharsets.UTF_8);
            all.add(new Bad(name + " " + value, new Request(good.method(), good.target(), body)));
        }
    }
}
