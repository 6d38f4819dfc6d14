package io.atrium.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.contract.Contract.Field;
import io.atrium.contract.Contract.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Compares served schemas with contract types, one model once per schema and direction. */
final class SchemaChecker {

    private final Contract contract;
    private final OpenApi api;
    private final Map<Visit, List<Difference>> visits = new HashMap<>();

    private record Visit(String model, JsonNode schema, Direction direction) {}

    SchemaChecker(Contract contract, OpenApi api) {
        this.contract = contract;
        this.api = api;
    }

    /** All differences below a schema; those of the schema itself carry the subject. */
    List<Difference> check(WireType expected, JsonNode schema, Direction direction, String subject) {
        if (expected.anything()) {
            return List.of();
        }
        ServedSchema served = ServedSchema.of(api, schema);
        if (served.open()) {
            return List.of(new Difference(subject, "may be any JSON, the contract says " + expected));
        }
        Model model = contract.model(expected);
        if (!served.alternatives().isEmpty()
                && (model == null || model.subtypes().isEmpty())) {
            return bestAlternative(expected, served, direction, subject);
        }
        return switch (expected) {
            case WireType.Many(WireType item) -> many(item, served, direction, subject);
            case WireType.Keyed(WireType value) -> keyed(value, served, direction, subject);
            case WireType.Named named ->
                model == null
                        ? allowed(named, scalar(named, direction), served, direction, subject)
                        : model(named, model, served, direction, subject);
        };
    }

    private List<Difference> bestAlternative(
            WireType expected, ServedSchema served, Direction direction, String subject) {
        return served.alternatives().stream()
                .map(alternative -> check(expected, alternative, direction, subject))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private List<Difference> many(WireType item, ServedSchema served, Direction direction, String subject) {
        List<Difference> wrong = allowed(new WireType.Many(item), Set.of("array"), served, direction, subject);
        return wrong.isEmpty() ? check(item, served.node().path("items"), direction, subject) : wrong;
    }

    private List<Difference> keyed(WireType value, ServedSchema served, Direction direction, String subject) {
        List<Difference> wrong = allowed(new WireType.Keyed(value), Set.of("object"), served, direction, subject);
        return wrong.isEmpty() ? check(value, served.node().path("additionalProperties"), direction, subject) : wrong;
    }

    private List<Difference> model(
            WireType.Named type, Model model, ServedSchema served, Direction direction, String subject) {
        if (!model.values().isEmpty()) {
            return enumeration(type, model, served, direction, subject);
        }
        List<Difference> wrong = served.alternatives().isEmpty()
                ? allowed(type, Set.of("object"), served, direction, subject)
                : List.of();
        if (!wrong.isEmpty()) {
            return wrong;
        }
        boolean empty = contract.fields(model).isEmpty() && model.subtypes().isEmpty();
        if (served.free()) {
            return empty
                    ? List.of()
                    : List.of(new Difference(subject, "is an object without named fields, the contract says " + type));
        }
        return fieldsOnce(model, served, direction);
    }

    /** The walk below a model. A visit under way counts as clean, which ends the walk through a recursive model. */
    private List<Difference> fieldsOnce(Model model, ServedSchema served, Direction direction) {
        Visit visit = new Visit(model.name(), served.node(), direction);
        List<Difference> known = visits.get(visit);
        if (known != null) {
            return known;
        }
        visits.put(visit, List.of());
        List<Difference> found =
                served.alternatives().isEmpty() ? flat(model, served, direction) : chosen(model, served, direction);
        visits.put(visit, found);
        return found;
    }

    /** One schema for a model and all its sub-types: it needs the fields of each. */
    private List<Difference> flat(Model model, ServedSchema served, Direction direction) {
        Map<String, Field> known = new HashMap<>(contract.fields(model));
        List<Difference> found = new ArrayList<>(fields(contract.fields(model).values(), served, direction));
        for (String name : new HashSet<>(model.subtypes().values())) {
            Map<String, Field> fields = contract.fields(subtype(model, name));
            found.addAll(fields(
                    fields.values().stream()
                            .filter(field -> !known.containsKey(field.name()))
                            .toList(),
                    served,
                    direction));
        }
        model.subtypes().values().forEach(name -> contract.fields(subtype(model, name))
                .forEach(known::putIfAbsent));
        found.addAll(required(model, known, served, direction));
        return found;
    }

    /** A schema per sub-type, found by the discriminator. */
    private List<Difference> chosen(Model model, ServedSchema served, Direction direction) {
        List<Difference> found = new ArrayList<>();
        model.subtypes().forEach((value, name) -> {
            Optional<JsonNode> alternative = alternative(model, value, name, served);
            String subject = direction.subject(model.name() + "=" + value);
            if (alternative.isPresent()) {
                WireType type = new WireType.Named(name);
                // A sub-type that is polymorphic itself, or names its own parent, is walked like any model.
                found.addAll(check(type, alternative.get(), direction, subject));
            } else if (direction == Direction.REQUEST) {
                found.add(new Difference(subject, "has no alternative in " + served.name()));
            }
        });
        return found;
    }

    /** By the mapping, else by name, else by the values that the alternative's discriminator allows. */
    private Optional<JsonNode> alternative(Model model, String value, String subtype, ServedSchema served) {
        String mapped = served.node()
                .path("discriminator")
                .path("mapping")
                .path(value)
                .asText()
                .replaceFirst(".*/", "");
        return first(served, alternative -> alternative.name().equals(mapped))
                .or(() -> first(served, alternative -> alternative.name().equals(subtype)))
                .or(() -> first(served, alternative -> alternative
                        .property(model.discriminator())
                        .map(property -> ServedSchema.of(api, property).values())
                        .orElse(List.of())
                        .contains(value)));
    }

    private Optional<JsonNode> first(ServedSchema served, Predicate<ServedSchema> fits) {
        return served.alternatives().stream()
                .filter(member -> fits.test(ServedSchema.of(api, member)))
                .findFirst();
    }

    private List<Difference> fields(Collection<Field> fields, ServedSchema served, Direction direction) {
        List<Difference> found = new ArrayList<>();
        for (Field field : fields) {
            String subject = direction.subject(field.owner() + "." + field.name());
            Optional<JsonNode> property = served.property(field.name());
            found.addAll(
                    property.isPresent()
                            ? check(field.type(), property.get(), direction, subject)
                            : List.of(new Difference(subject, "is missing in " + served.name())));
        }
        return found;
    }

    private List<Difference> required(Model model, Map<String, Field> known, ServedSchema served, Direction direction) {
        if (direction == Direction.RESPONSE) {
            return List.of();
        }
        return served.required().stream()
                .filter(name -> !known.containsKey(name) || !known.get(name).required())
                .map(name -> new Difference(
                        direction.subject(model.name() + "." + name),
                        "is required in " + served.name() + ", in the contract it is not"))
                .toList();
    }

    private static List<Difference> enumeration(
            WireType type, Model model, ServedSchema served, Direction direction, String subject) {
        List<Difference> wrong = allowed(type, Set.of("string"), served, direction, subject);
        if (!wrong.isEmpty() || served.values().isEmpty()) {
            return wrong;
        }
        List<String> written = direction == Direction.REQUEST ? model.values() : served.values();
        List<String> understood = direction == Direction.REQUEST ? served.values() : model.values();
        List<String> strange =
                written.stream().filter(value -> !understood.contains(value)).toList();
        String fault = direction == Direction.REQUEST ? "lacks the values " : "has values that clients do not know: ";
        return strange.isEmpty() ? List.of() : List.of(new Difference(subject, fault + strange));
    }

    /** Whether reader and writer agree on the JSON type: every type that is written must be one that is understood. */
    private static List<Difference> allowed(
            WireType expected, Set<String> types, ServedSchema served, Direction direction, String subject) {
        boolean agrees = direction == Direction.REQUEST
                ? served.types().stream().anyMatch(types::contains)
                : types.containsAll(served.types());
        return agrees
                ? List.of()
                : List.of(new Difference(subject, "is " + served.types() + ", the contract says " + expected));
    }

    private static Set<String> scalar(WireType.Named type, Direction direction) {
        return switch (type.name()) {
            case "String", "UUID", "File" -> Set.of("string");
            case "Boolean" -> Set.of("boolean");
            case "Integer", "Long" -> direction == Direction.REQUEST ? Set.of("integer", "number") : Set.of("integer");
            case "Double", "Float" -> direction == Direction.REQUEST ? Set.of("number") : Set.of("integer", "number");
            default -> throw new IllegalStateException("models.tsv has no model " + type);
        };
    }

    private Model subtype(Model model, String name) {
        Model subtype = contract.models().get(name);
        if (subtype == null) {
            throw new IllegalStateException("models.tsv has no sub-type " + name + " of " + model.name());
        }
        return subtype;
    }
}
