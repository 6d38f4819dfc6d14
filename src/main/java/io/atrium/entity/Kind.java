package io.atrium.entity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private final String name;
    private final Class<T> type;
    private final Class<? extends Record> info;
    private final Traits traits;
    private final Computed computed;
    private final InfoExtras infoExtras;
    private final List<String> bodyFields;
    private final Set<String> wireFields;

    /** A field of the wire that means something to the platform. */
    private enum Role {
        NAME,
        OWNER,
        SUBTYPE,
        PROFILE,
        PROFILE_KIND
    }

    /** What sets a kind apart from a plain one. */
    private enum Mark {
        LABEL,
        GROUPABLE,
        LARGE_BODY,
        WHOLE_DOCUMENT
    }

    /** How a kind behaves: a value to start from, and one method for each thing that may be different. */
    public static final class Traits {

        private final Map<Role, String> fields;
        private final Set<Mark> marks;
        private final Unique unique;
        private final List<String> sortFields;
        private final Secrets secrets;

        private Traits(
                Map<Role, String> fields, Set<Mark> marks, Unique unique, List<String> sortFields, Secrets secrets) {
            this.fields = fields;
            this.marks = marks;
            this.unique = unique;
            this.sortFields = sortFields;
            this.secrets = secrets;
        }

        /** A kind with a name, unique in the tenant, and nothing else. */
        public static Traits named(String nameField) {
            return new Traits(
                    new EnumMap<>(Map.of(Role.NAME, nameField)),
                    EnumSet.noneOf(Mark.class),
                    Unique.TENANT,
                    List.of(),
                    Secrets.NONE);
        }

        private Traits with(Role role, String field) {
            Map<Role, String> more = new EnumMap<>(fields);
            more.put(role, field);
            return new Traits(more, marks, unique, sortFields, secrets);
        }

        private Traits with(Mark mark) {
            Set<Mark> more = EnumSet.of(mark);
            more.addAll(marks);
            return new Traits(fields, more, unique, sortFields, secrets);
        }

        /** With an owning customer, whom a field of the wire names. */
        public Traits ownedBy(String field) {
            return with(Role.OWNER, field);
        }

        public Traits subtype(String field) {
            return with(Role.SUBTYPE, field);
        }

        /** With a profile of a kind, which a field of the wire names. */
        public Traits profile(String field, String kind) {
            return with(Role.PROFILE, field).with(Role.PROFILE_KIND, kind);
        }

        public Traits labelled() {
            return with(Mark.LABEL);
        }

        /** Entity groups may hold it. */
        public Traits inGroups() {
            return with(Mark.GROUPABLE);
        }

        /** The directory keeps a summary of the body only. */
        public Traits largeBody() {
            return with(Mark.LARGE_BODY);
        }

        /** Members that the kind does not know are stored and shown again, too: its documents travel as files. */
        public Traits keptWhole() {
            return with(Mark.WHOLE_DOCUMENT);
        }

        public Traits unique(Unique rule) {
            return new Traits(fields, marks, rule, sortFields, secrets);
        }

        /** Body fields that lists sort by, besides the header's. */
        public Traits sortsBy(String... more) {
            return new Traits(fields, marks, unique, List.of(more), secrets);
        }

        /** With members that are shown to some of its readers only. */
        public Traits withSecrets(Secrets some) {
            return new Traits(fields, marks, unique, sortFields, some);
        }

        public Secrets secrets() {
            return secrets;
        }

        /** The wire's field that holds the name. */
        public String nameField() {
            return field(Role.NAME);
        }

        /** The wire's field that names the owning customer; empty if only the tenant can own it. */
        public String ownerField() {
            return field(Role.OWNER);
        }

        /** The wire's field for the subtype; empty for none. */
        public String subtypeField() {
            return field(Role.SUBTYPE);
        }

        /** The wire's field for the profile's id; empty for none. */
        public String profileField() {
            return field(Role.PROFILE);
        }

        /** The kind of the profile; empty for none. */
        public String profileKind() {
            return field(Role.PROFILE_KIND);
        }

        private String field(Role role) {
            return fields.getOrDefault(role, "");
        }

        public boolean hasLabel() {
            return marks.contains(Mark.LABEL);
        }

        public boolean groupable() {
            return marks.contains(Mark.GROUPABLE);
        }

        public boolean bodyInMemory() {
            return !marks.contains(Mark.LARGE_BODY);
        }

        boolean isKeptWhole() {
            return marks.contains(Mark.WHOLE_DOCUMENT);
        }

        public Unique unique() {
            return unique;
        }

        public List<String> sortFields() {
            return sortFields;
        }
    }

    /** An entity and who looks at it, for fields that are worked out on the way out. */
    public record EntityView(Entry entry, Scope scope) {

        public Directory directory() {
            return scope.directory();
        }
    }

    /**
     * Fields of the record that no caller can set: they are never stored and are worked out for every answer.
     *
     * @param fields their names
     * @param writer adds them to the answer
     */
    public record Computed(Set<String> fields, BiConsumer<EntityView, ObjectNode> writer) {
        public static final Computed NONE = new Computed(Set.of(), (view, node) -> {});
    }

    /** Adds fields to the info form, as its reader may see them. */
    @FunctionalInterface
    public interface InfoExtras {
        InfoExtras NONE = (scope, entry, node) -> {};

        void add(Scope scope, Entry entry, ObjectNode node);
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
            InfoExtras infoExtras) {
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
        this.wireFields = Stream.of(type, info)
                .flatMap(form -> Arrays.stream(form.getRecordComponents()))
                .map(Kind::wireName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The name that JSON knows a component by. */
    private static String wireName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    }

    public Kind(String name, Class<T> type, Class<? extends Record> info, Traits traits) {
        this(name, type, info, traits, Computed.NONE, InfoExtras.NONE);
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

    /** The fields of a stored body that the kind knows. */
    List<String> bodyFields() {
        return bodyFields;
    }

    boolean hasComputed() {
        return !computed.fields().isEmpty();
    }

    void addComputed(EntityView view, ObjectNode node) {
        computed.writer().accept(view, node);
    }

    void addInfo(Scope scope, Entry entry, ObjectNode node) {
        infoExtras.add(scope, entry, node);
    }

    /**
     * Checks that a caller's document has the shape of this kind, and spells what it has in the kind's own way: references
     * with their kind, whole numbers as such. Members that the kind does not know stay as they are.
     */
    void shape(ObjectNode document) {
        T value = Json.bind(document, type);
        for (RecordComponent component : type.getRecordComponents()) {
            String field = wireName(component);
            if (document.hasNonNull(field) && !JsonNode.class.isAssignableFrom(component.getType())) {
                document.set(field, Json.tree(read(component, value)));
            }
        }
    }

    private static @Nullable Object read(RecordComponent component, Object record) {
        try {
            java.lang.reflect.Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw Problem.internal("Unreadable record " + record.getClass().getName(), e);
        }
    }

    /** Splits the JSON form into the body's members, in the order of the record; then what is kept though it is not known. */
    public String body(JsonNode document) {
        ObjectNode body = Json.object();
        for (String field : bodyFields) {
            body.set(field, document.get(field));
        }
        if (traits.isKeptWhole()) {
            document.properties().stream()
                    .filter(member -> !wireFields.contains(member.getKey()))
                    .forEach(member -> body.set(member.getKey(), member.getValue()));
        }
        String text = body.toString();
        return text.substring(1, text.length() - 1);
    }

    /** The body of an entity that has only the given fields set. */
    public String body(Map<String, JsonNode> fields) {
        ObjectNode document = Json.object();
        document.setAll(fields);
        return body(document);
    }
}
