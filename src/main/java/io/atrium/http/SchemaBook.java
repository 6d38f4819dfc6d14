package io.atrium.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of records, made by reading their components; each record stands once, under its name. An interface that
 * Jackson tells apart by a property becomes a choice between its records.
 */
final class SchemaBook {

    private final Map<String, ObjectNode> named = new TreeMap<>();

    ObjectNode all() {
        ObjectNode all = Json.object();
        named.forEach(all::set);
        return all;
    }

    @Nullable
    ObjectNode of(Answer answer) {
        return switch (answer.shape()) {
            case NOTHING, REDIRECT -> null;
            case TEXT -> Json.object().put("type", "string");
            case ONE -> of(answer.type());
            case LIST -> array(of(answer.type()));
            case MAP -> map(of(answer.type()));
            case MAP_OF_LISTS -> map(array(of(answer.type())));
            case PAGE -> page(answer.type());
        };
    }

    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        return type instanceof Class<?> plain ? ofClass(plain) : Json.object();
    }

    private ObjectNode ofGeneric(ParameterizedType generic) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return array(of(arguments[0]));
        }
        return Map.class.isAssignableFrom(raw) ? map(of(arguments[1])) : of(arguments[0]);
    }

    private ObjectNode ofClass(Class<?> type) {
        ObjectNode schema = Json.object();
        if (type == String.class || type == char.class) {
            return schema.put("type", "string");
        }
        if (type == UUID.class) {
            return schema.put("type", "string").put("format", "uuid");
        }
        if (type == long.class || type == Long.class) {
            return schema.put("type", "integer").put("format", "int64");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer").put("format", "int32");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (JsonNode.class.isAssignableFrom(type) || type == Object.class) {
            return schema;
        }
        if (type.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(constant.toString());
            }
            return schema;
        }
        if (type.isAnnotationPresent(JsonSubTypes.class)) {
            return choice(type);
        }
        return type.isRecord() ? reference(type) : schema;
    }

    private ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!named.containsKey(name)) {
            ObjectNode schema = Json.object().put("type", "object");
            named.put(name, schema);
            ObjectNode properties = schema.putObject("properties");
            addProperties(type, properties);
        }
        return link(name);
    }

    private ObjectNode choice(Class<?> type) {
        String name = name(type);
        if (!named.containsKey(name)) {
            ObjectNode schema = Json.object();
            named.put(name, schema);
            ArrayNode members = schema.putArray("oneOf");
            String property = type.getAnnotation(JsonTypeInfo.class).property();
            ObjectNode mapping = schema.putObject("discriminator")
                    .put("propertyName", property)
                    .putObject("mapping");
            for (JsonSubTypes.Type member :
                    type.getAnnotation(JsonSubTypes.class).value()) {
                ObjectNode reference = reference(member.value());
                members.add(reference);
                mapping.put(member.name(), reference.path("$ref").asText());
                discriminate(name(member.value()), property, member.name());
            }
        }
        return link(name);
    }

    /** Adds the property that tells a member of a choice from the others. */
    private void discriminate(String member, String property, String value) {
        ObjectNode schema = Objects.requireNonNull(named.get(member));
        ((ObjectNode) schema.path("properties"))
                .putObject(property)
                .put("type", "string")
                .putArray("enum")
                .add(value);
        schema.putArray("required").add(property);
    }

    private static ObjectNode link(String name) {
        return Json.object().put("$ref", "#/components/schemas/" + name);
    }

    private void addProperties(Class<?> type, ObjectNode properties) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addProperties(component.getType(), properties);
                continue;
            }
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
            SchemaOf shape = component.getAnnotation(SchemaOf.class);
            properties.set(name, shape == null ? of(component.getGenericType()) : reference(shape.value()));
        }
    }

    private ObjectNode page(Class<?> type) {
        String name = "PageData" + name(type);
        if (!named.containsKey(name)) {
            ObjectNode schema = Json.object().put("type", "object");
            named.put(name, schema);
            ObjectNode properties = schema.putObject("properties");
            properties.set("data", array(of(type)));
            properties.putObject("totalPages").put("type", "integer").put("format", "int32");
            properties.putObject("totalElements").put("type", "integer").put("format", "int64");
            properties.putObject("hasNext").put("type", "boolean");
        }
        return link(name);
    }

    private static ObjectNode array(ObjectNode items) {
        return Json.object().put("type", "array").set("items", items);
    }

    private static ObjectNode map(ObjectNode values) {
        return Json.object().put("type", "object").set("additionalProperties", values);
    }

    private static String name(Class<?> type) {
        if (type == Ref.class) {
            return "EntityId";
        }
        SchemaName chosen = type.getAnnotation(SchemaName.class);
        return chosen == null ? type.getSimpleName() : chosen.value();
    }
}
