package io.atrium.isolation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.isolation.BadInputTest.Bad;
import io.atrium.isolation.Template.Request;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A good body with null and with a value of each wrong type in one field, for every field that the route's declared body
 * has at any depth: in records, in elements of lists, in values of maps and in every form of a closed set.
 */
final class WrongTypes {

    private static final int MAX_DEPTH = 5;
    private static final List<String> ALL = List.of(
            "null", "7", "1.5", "true", "\"text\"", "\"\"", "[]", "[null]", "[7]", "{}", "{\"a\":null}", "{\"id\":7}");

    private final Request good;
    private final JsonNode example;
    private final List<Bad> all = new ArrayList<>();

    private WrongTypes(Request good) {
        this.good = good;
        this.example = Json.read(good.body(), JsonNode.class);
    }

    /** Which form of a closed set stands at a place. */
    private record Form(List<Object> at, String name) {}

    /** A field of a body: where it is, and which forms must stand above it for it to be there. */
    private record Place(List<Object> path, String field, List<Form> forms) {

        Place step(Object step) {
            return new Place(with(path, step), step instanceof String name && !name.isEmpty() ? name : field, forms);
        }

        Place of(String form) {
            List<Form> more = new ArrayList<>(forms);
            more.add(new Form(path, form));
            return new Place(path, field, more);
        }

        boolean isForm() {
            return path.getLast().equals("type")
                    && forms.stream().anyMatch(form -> form.at().equals(path.subList(0, path.size() - 1)));
        }
    }

    static List<Bad> of(Template template, Request good) {
        Class<?> body = template.route().body();
        if (body == null
                || body == String.class && !template.route().bodyList()
                || template.body().isEmpty()) {
            return List.of();
        }
        WrongTypes types = new WrongTypes(good);
        Place root = new Place(List.of(), "", List.of());
        if (template.route().bodyList()) {
            types.value(body, new Place(List.of(0), "[0]", List.of()), false);
        } else {
            types.inside(body, root);
        }
        return types.all;
    }

    /** Spoils what is inside a record, or inside each form of a closed set. */
    private void inside(Class<?> type, Place place) {
        if (place.path().size() > MAX_DEPTH) {
            return;
        }
        JsonSubTypes forms = type.getAnnotation(JsonSubTypes.class);
        if (forms != null) {
            for (JsonSubTypes.Type form : forms.value()) {
                components(form.value(), place.of(form.name()));
            }
        } else if (type.isRecord() && type != Ref.class) {
            components(type, place);
        }
    }

    private void components(Class<?> record, Place place) {
        for (RecordComponent component : record.getRecordComponents()) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
            value(component.getGenericType(), place.step(name), true);
        }
    }

    private void value(Type type, Place place, boolean mayBeNull) {
        for (String wrong : ALL) {
            put(place, wrong, wrong.equals("null") ? !mayBeNull : !fits(type, wrong));
        }
        if (type instanceof ParameterizedType many && many.getRawType() instanceof Class<?> raw) {
            Type[] arguments = many.getActualTypeArguments();
            boolean isList = Collection.class.isAssignableFrom(raw);
            if (place.path().size() <= MAX_DEPTH) {
                value(isList ? arguments[0] : arguments[1], place.step(isList ? (Object) 0 : "DEVICE"), false);
            }
        } else if (type == Ref.class) {
            put(place.step("id"), "[]", true);
            put(place.step("id"), "\"x\"", true);
            put(place.step("entityType"), "7", true);
            put(place.step("entityType"), "\"NONSENSE\"", false);
        } else if (type instanceof Class<?> plain) {
            inside(plain, place);
        }
    }

    /** Whether a value may be taken for one of the type; what a service says of it is another matter. */
    private static boolean fits(Type type, String value) {
        char first = value.charAt(0);
        if (type instanceof ParameterizedType many && many.getRawType() instanceof Class<?> raw) {
            return Collection.class.isAssignableFrom(raw) ? value.equals("[]") : value.equals("{}");
        }
        if (!(type instanceof Class<?> plain) || JsonNode.class.isAssignableFrom(plain)) {
            return true;
        }
        if (plain == String.class) {
            return first == '"';
        }
        if (plain == Boolean.class || plain == boolean.class) {
            return value.equals("true");
        }
        if (plain == Double.class) {
            return first == '7' || first == '1';
        }
        if (plain == Long.class || plain == Integer.class || plain.isPrimitive()) {
            return first == '7';
        }
        if (plain.isEnum() || plain == UUID.class) {
            return false;
        }
        return value.equals("{}") || value.equals("{\"a\":null}") || value.equals("{\"id\":7}") && !idIsTyped(plain);
    }

    private static boolean idIsTyped(Class<?> type) {
        return type == Ref.class
                || type.isRecord()
                        && List.of(type.getRecordComponents()).stream()
                                .anyMatch(component ->
                                        component.getName().equals("id") && !fits(component.getGenericType(), "7"));
    }

    private void put(Place place, String value, boolean refused) {
        JsonNode root = example.deepCopy();
        for (Form form : place.forms()) {
            ObjectNode object = (ObjectNode) reach(root, with(form.at(), "type"));
            if (!object.path("type").asText("").equals(form.name())) {
                object.removeAll();
                object.put("type", form.name());
            }
        }
        JsonNode parent = reach(root, place.path());
        JsonNode node = Json.read(value, JsonNode.class);
        if (parent instanceof ArrayNode array) {
            array.removeAll();
            array.add(node);
        } else {
            ((ObjectNode) parent).set((String) place.path().getLast(), node);
        }
        boolean sure = refused && !place.isForm();
        all.add(new Bad(place.path() + " " + value, BadBodies.with(good, root), sure ? place.field() : null, sure));
    }

    /** What holds the last step of a path, made where the example has none. */
    private static JsonNode reach(JsonNode root, List<Object> path) {
        JsonNode at = root;
        for (int i = 0; i + 1 < path.size(); i++) {
            Object step = path.get(i);
            boolean isList = path.get(i + 1) instanceof Integer;
            at = at instanceof ObjectNode object
                    ? member(object, (String) step, isList)
                    : element((ArrayNode) at, isList);
        }
        return at;
    }

    private static JsonNode member(ObjectNode object, String name, boolean isList) {
        JsonNode there = object.get(name);
        boolean fits = there != null && (isList ? there.isArray() : there.isObject());
        if (!fits) {
            object.set(name, isList ? Json.mapper().createArrayNode() : Json.object());
        }
        return object.get(name);
    }

    private static JsonNode element(ArrayNode array, boolean isList) {
        if (array.isEmpty() || !array.get(0).isContainerNode()) {
            array.removeAll();
            array.add(isList ? Json.mapper().createArrayNode() : Json.object());
        }
        return array.get(0);
    }

    private static List<Object> with(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
