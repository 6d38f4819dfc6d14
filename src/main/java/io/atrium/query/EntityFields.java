package io.atrium.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.AccessModel;
import io.atrium.access.TypeTable;
import io.atrium.base.Json;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of entities that queries can name (device-data-api 5.4). Which of them an entity has depends on its kind; a
 * field that it lacks is missing, as a value that was never set.
 *
 * <p>One instance serves one query on one thread, because it keeps the body that it parsed last.
 */
final class EntityFields {

    /** Steps for finding and parsing a body, whatever its length. */
    private static final int BODY = 1_000;

    private static final String DEVICE = "DEVICE";
    private static final String ASSET = "ASSET";
    private static final Set<String> TITLED =
            Set.of(DEVICE, ASSET, "ENTITY_VIEW", "DASHBOARD", TypeTable.TENANT, TypeTable.CUSTOMER, TypeTable.USER);
    private static final Set<String> WITH_INFO =
            Set.of(DEVICE, ASSET, "ENTITY_VIEW", TypeTable.TENANT, TypeTable.CUSTOMER, TypeTable.USER);

    private final Directory directory;
    private final Function<Entry, String> bodies;
    private final Map<Integer, Integer> roots;
    private final LongConsumer spend;
    private @Nullable Entry parsed;
    private JsonNode body = Json.object();

    /** How a field of one kind is read. */
    sealed interface Field {
        /** A field that the kind does not have. */
        record None() implements Field {}

        /** The moment of creation, the only field that is a number. */
        record Created() implements Field {}

        /** Any other field; the getter gives null or an empty text if it is not set, and reads the body or not. */
        record Text(Function<Entry, @Nullable String> getter, boolean inBody) implements Field {}
    }

    /**
     * Fields of one directory.
     *
     * @param bodies gives the body of an entity, be it a long one
     * @param spend counts the steps that reading bodies takes
     */
    EntityFields(Directory directory, Function<Entry, String> bodies, Map<Integer, Integer> roots, LongConsumer spend) {
        this.directory = directory;
        this.bodies = bodies;
        this.roots = roots;
        this.spend = spend;
    }

    Field of(Kind<?> kind, String name) {
        return switch (name) {
            case "createdTime" -> new Field.Created();
            case "entityType" -> text(entry -> kind.name());
            case "name" -> text(Entry::name);
            case "title" -> TITLED.contains(kind.name()) ? text(Entry::name) : new Field.None();
            case "type" -> kind.name().equals("DEVICE_PROFILE") ? inBody("type") : text(Entry::subtype);
            case "label" -> label(kind.name());
            case "displayName" -> displayName(kind.name());
            case "ownerName" -> owner(kind.name(), Entry::name);
            case "ownerType" -> owner(kind.name(), directory::kindName);
            case "parentId" -> text(this::root);
            case "additionalInfo" -> WITH_INFO.contains(kind.name()) ? inBody(name) : new Field.None();
            default -> contact(kind.name(), name);
        };
    }

    /** The value as the wire shows it; null or empty if it is not set. */
    static @Nullable String text(Field field, Entry entry) {
        return switch (field) {
            case Field.None() -> null;
            case Field.Created() -> Long.toString(entry.createdTime());
            case Field.Text(Function<Entry, @Nullable String> getter, boolean _) -> getter.apply(entry);
        };
    }

    /** True if a field of an entity stands in a body that the directory does not hold. */
    boolean isFarAway(Entry entry, String name) {
        return !entry.whole() && of(directory.kind(entry), name) instanceof Field.Text(var _, boolean inBody) && inBody;
    }

    private Field label(String kind) {
        return switch (kind) {
            case DEVICE, ASSET -> text(Entry::label);
            case TypeTable.TENANT, TypeTable.CUSTOMER, TypeTable.USER -> text(Entry::name);
            default -> new Field.None();
        };
    }

    private Field displayName(String kind) {
        return switch (kind) {
            case DEVICE, ASSET -> text(entry -> isBlank(entry.label()) ? entry.name() : entry.label());
            case TypeTable.USER -> new Field.Text(this::fullName, true);
            default -> text(Entry::name);
        };
    }

    private String fullName(Entry user) {
        String first = body(user, "firstName");
        String last = body(user, "lastName");
        String full = ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
        return full.isEmpty() ? user.name() : full;
    }

    private Field owner(String kind, Function<Entry, @Nullable String> fact) {
        return kind.equals(TypeTable.TENANT)
                ? new Field.None()
                : text(entry -> {
                    Entry owner = directory.entryIfThere(Math.max(entry.owner(), AccessModel.TENANT));
                    return owner == null ? null : fact.apply(owner);
                });
    }

    private @Nullable String root(Entry entry) {
        Integer ordinal = roots.get(entry.ordinal());
        Entry root = ordinal == null ? null : directory.entryIfThere(ordinal);
        return root == null ? null : root.id().toString();
    }

    private Field contact(String kind, String name) {
        return switch (kind) {
            case TypeTable.USER ->
                switch (name) {
                    case "email" -> text(Entry::name);
                    case "firstName", "lastName", "phone" -> inBody(name);
                    default -> new Field.None();
                };
            case TypeTable.TENANT, TypeTable.CUSTOMER ->
                switch (name) {
                    case "email", "country", "state", "city", "address", "address2", "zip", "phone" -> inBody(name);
                    case "region" -> kind.equals(TypeTable.TENANT) ? inBody(name) : new Field.None();
                    default -> new Field.None();
                };
            default -> new Field.None();
        };
    }

    private static Field text(Function<Entry, @Nullable String> getter) {
        return new Field.Text(getter, false);
    }

    private Field inBody(String name) {
        return new Field.Text(entry -> body(entry, name), true);
    }

    private @Nullable String body(Entry entry, String name) {
        if (parsed != entry) {
            String members = bodies.apply(entry);
            spend.accept(BODY + members.length());
            body = Json.read("{" + members + "}", JsonNode.class);
            parsed = entry;
        }
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
