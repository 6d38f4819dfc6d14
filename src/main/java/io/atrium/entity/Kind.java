package io.atrium.entity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything the platform needs to know about one kind of entity. A new kind is one value of this type and one line in
 * the registry; no other code asks which kind it has at hand.
 *
 * @param <T> the record that the wire shows
 */
public final class Kind<T extends Record> {

    /** What makes a name taken. */
    public enum Unique {
        /** Names may repeat. */
        NO,
        /** One name per tenant. */
        TENANT,
        /** One name per owner and subtype. */
        OWNER
    }

    /** Fields that the directory's header holds; all other components of the record form the body. */
    private static final Set<String> HEADER =
            Set.of("id", "createdTime", "tenantId", "customerId", "parentCustomerId", "ownerId", "version", "name");

    /** Longest text of a large body that lists still show, in characters. */
    static final int MAX_SUMMARY_TEXT = 16_384;

    private final String name;
    private final Class<T> type;
    private final Class<? extends Record> info;
    private final Traits traits;
    private final Computed computed;
    private final BiConsumer<EntityView, ObjectNode> infoExtras;
    private final List<String> bodyFields;

    /**
     * How a kind behaves.
     *
     * @param nameField the wire's field that holds the name
     * @param ownerField the wire's field that names the owning customer; empty if only the tenant can own it
     * @param subtypeField the wire's field for the subtype; empty for none
     * @param profileField the wire's field for the profile's id; empty for none
     * @param profileKind the kind of that profile; empty for none
     * @param groupable true if entity groups may hold it
     * @param bodyInMemory false for kinds with large bodies, of which the directory keeps a summary only
     * @param sortFields body fields that lists sort by, besides the header's
     */
    public record Traits(
            String nameField,
            String ownerField,
            String subtypeField,
            String profileField,
            String profileKind,
            boolean hasLabel,
            boolean groupable,
            boolean bodyInMemory,
            Unique unique,
            List<String> sortFields) {

        /** A kind with a name and nothing else. */
        public static Traits named(String nameField) {
            return new Traits(nameField, "", "", "", "", false, false, true, Unique.TENANT, List.of());
        }

        public Traits ownedBy(String field) {
            return new Traits(
                    nameField,
                    field,
                    subtypeField,
                    profileField,
                    profileKind,
                    hasLabel,
                    groupable,
                    bodyInMemory,
                    unique,
                    sortFields);
        }

        public Traits subtype(String field) {
            return new Traits(
                    nameField,
                    ownerField,
                    field,
                    profileField,
                    profileKind,
                    hasLabel,
                    groupable,
                    bodyInMemory,
                    unique,
                    sortFields);
        }

        public Traits profile(String field, String kind) {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    field,
                    kind,
                    hasLabel,
                    groupable,
                    bodyInMemory,
                    unique,
                    sortFields);
        }

        public Traits labelled() {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    profileField,
                    profileKind,
                    true,
                    groupable,
                    bodyInMemory,
                    unique,
                    sortFields);
        }

        public Traits inGroups() {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    profileField,
                    profileKind,
                    hasLabel,
                    true,
                    bodyInMemory,
                    unique,
                    sortFields);
        }

        public Traits largeBody() {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    profileField,
                    profileKind,
                    hasLabel,
                    groupable,
                    false,
                    unique,
                    sortFields);
        }

        public Traits unique(Unique rule) {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    profileField,
                    profileKind,
                    hasLabel,
                    groupable,
                    bodyInMemory,
                    rule,
                    sortFields);
        }

        public Traits sortsBy(String... fields) {
            return new Traits(
                    nameField,
                    ownerField,
                    subtypeField,
                    profileField,
                    profileKind,
                    hasLabel,
                    groupable,
                    bodyInMemory,
                    unique,
                    List.of(fields));
        }
    }

    /** An entity and the directory to look around in, for fields that are worked out on the way out. */
    public record EntityView(Entry entry, Directory directory) {}

    /**
     * Fields of the record that no caller can set: they are never stored and are worked out for every answer.
     *
     * @param fields their names
     * @param writer adds them to the answer
     */
    public record Computed(Set<String> fields, BiConsumer<EntityView, ObjectNode> writer) {
        public static final Computed NONE = new Computed(Set.of(), (view, node) -> {});
    }

    /**
     * @param infoExtras adds fields to the info form beyond {@code ownerName} and {@code groups}
     */
    public Kind(
            String name,
            Class<T> type,
            Class<? extends Record> info,
            Traits traits,
            Computed computed,
            BiConsumer<EntityView, ObjectNode> infoExtras) {
        this.name = name;
        this.type = type;
        this.info = info;
        this.traits = traits;
        this.computed = computed;
        this.infoExtras = infoExtras;
        this.bodyFields = Arrays.stream(type.getRecordComponents())
                .map(Kind::wireName)
                .filter(field -> !HEADER.contains(field) && !computed.fields().contains(field))
                .filter(field -> !field.equals(traits.nameField()) && !(traits.hasLabel() && field.equals("label")))
                .filter(field -> !field.equals(traits.subtypeField()) && !field.equals(traits.profileField()))
                .toList();
    }

    /** The name that JSON knows a component by. */
    private static String wireName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    }

    public Kind(String name, Class<T> type, Class<? extends Record> info, Traits traits) {
        this(name, type, info, traits, Computed.NONE, (view, node) -> {});
    }

    public String name() {
        return name;
    }

    public Class<T> type() {
        return type;
    }

    public Class<? extends Record> info() {
        return info;
    }

    public Traits traits() {
        return traits;
    }

    boolean hasComputed() {
        return !computed.fields().isEmpty();
    }

    void addComputed(EntityView view, ObjectNode node) {
        computed.writer().accept(view, node);
    }

    void addInfo(EntityView view, ObjectNode node) {
        infoExtras.accept(view, node);
    }

    /** Splits the JSON form into the body's members, in the order of the record. */
    public String body(JsonNode document) {
        ObjectNode body = Json.object();
        for (String field : bodyFields) {
            body.set(field, document.get(field));
        }
        String text = body.toString();
        return text.substring(1, text.length() - 1);
    }

    /**
     * The part of a large body that lists show and the directory keeps: the plain values, without objects, arrays and
     * long texts. Null for kinds whose whole body is in memory.
     */
    @Nullable
    String summary(String body) {
        if (traits.bodyInMemory()) {
            return null;
        }
        ObjectNode summary = Json.read("{" + body + "}", ObjectNode.class);
        summary.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isContainerNode() || value.asText().length() > MAX_SUMMARY_TEXT) {
                field.setValue(NullNode.getInstance());
            }
        });
        String text = summary.toString();
        return text.substring(1, text.length() - 1);
    }

    /** What of a body the directory keeps. */
    String inMemory(String body) {
        String summary = summary(body);
        return summary == null ? body : summary;
    }

    /** The body of an entity that has only the given fields set. */
    public String body(Map<String, JsonNode> fields) {
        ObjectNode document = Json.object();
        document.setAll(fields);
        return body(document);
    }
}
