package io.atrium.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts of the contract: its operations in the order of the table, and the models that they name. */
record Contract(List<Operation> operations, Map<String, Model> models) {

    /** One REST operation. A parameter in {@code body} is the request's document. */
    record Operation(
            String area,
            String id,
            String method,
            String path,
            WireType returns,
            List<String> authorities,
            List<Parameter> parameters) {

        List<Parameter> in(String place) {
            return parameters.stream()
                    .filter(parameter -> parameter.place().equals(place))
                    .toList();
        }
    }

    /** A value that a call carries; {@code values} is empty unless the contract closes the set. */
    record Parameter(String place, String name, boolean required, WireType type, List<String> values) {}

    /** An object with fields, or an enum when {@code values} is not empty; {@code subtypes} by discriminator value. */
    record Model(
            String name,
            String parent,
            String discriminator,
            Map<String, String> subtypes,
            List<String> values,
            List<Field> fields) {}

    /** A field, with the model that declares it. */
    record Field(String owner, String name, WireType type, boolean required) {}

    static Contract load() {
        return parse(Table.resource("operations.tsv"), Table.resource("models.tsv"));
    }

    static Contract parse(String operations, String models) {
        return new Contract(
                Table.rows(operations, 7).stream().map(Contract::operation).toList(),
                Table.rows(models, 6).stream()
                        .map(Contract::model)
                        .collect(Collectors.toUnmodifiableMap(Model::name, Function.identity())));
    }

    @Nullable
    Model model(WireType type) {
        return type instanceof WireType.Named(String name) ? models.get(name) : null;
    }

    /** The closed set of values that a type allows; empty when it is open. */
    List<String> values(WireType type) {
        Model model = model(type);
        return model == null ? List.of() : model.values();
    }

    /** Own and inherited fields by name; an own one hides an inherited one. */
    Map<String, Field> fields(Model model) {
        Model parent = models.get(model.parent());
        Map<String, Field> fields = parent == null ? new LinkedHashMap<>() : fields(parent);
        model.fields().forEach(field -> fields.put(field.name(), field));
        return fields;
    }

    private static Operation operation(List<String> row) {
        return new Operation(
                row.get(0),
                row.get(1),
                row.get(2),
                row.get(3),
                WireType.parse(row.get(4)),
                Table.parts(row.get(5), ",").toList(),
                Table.parts(row.get(6), " ").map(Contract::parameter).toList());
    }

    private static Parameter parameter(String text) {
        String[] parts = text.split(":", 3);
        String[] type = parts[2].split("=", 2);
        return new Parameter(
                parts[0],
                parts[1].replace("!", ""),
                parts[1].endsWith("!"),
                WireType.parse(type[0]),
                type.length == 1 ? List.of() : Table.parts(type[1], "|").toList());
    }

    private static Model model(List<String> row) {
        Map<String, String> subtypes = new LinkedHashMap<>();
        Table.parts(row.get(3), " ").map(part -> part.split("=", 2)).forEach(part -> subtypes.put(part[0], part[1]));
        return new Model(
                row.get(0),
                row.get(1),
                row.get(2),
                subtypes,
                Table.parts(row.get(4), "|").toList(),
                Table.parts(row.get(5), " ")
                        .map(text -> field(row.get(0), text))
                        .toList());
    }

    private static Field field(String owner, String text) {
        String[] parts = text.split(":", 2);
        return new Field(owner, parts[0], WireType.parse(parts[1].replace("!", "")), parts[1].endsWith("!"));
    }
}
