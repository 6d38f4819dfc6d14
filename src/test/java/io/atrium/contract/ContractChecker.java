package io.atrium.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Authority;
import io.atrium.contract.Contract.Operation;
import io.atrium.contract.Contract.Parameter;
import io.atrium.contract.OpenApi.Served;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares every served operation with the contract and sets the deliberate differences aside. */
final class ContractChecker {

    private final Contract contract;
    private final OpenApi api;
    private final SchemaChecker schemas;

    ContractChecker(Contract contract, OpenApi api) {
        this.contract = contract;
        this.api = api;
        this.schemas = new SchemaChecker(contract, api);
    }

    /** What has to be mended: differences that no deviation covers, and deviations that cover none. */
    List<String> problems(Ledger deviations) {
        Map<Difference, List<String>> found = differences();
        List<String> problems = new ArrayList<>();
        found.forEach((difference, operations) -> {
            if (deviations.reasons().keySet().stream().noneMatch(difference::coveredBy)) {
                problems.add(difference + places(operations));
            }
        });
        deviations.reasons().keySet().stream()
                .filter(row -> found.keySet().stream().noneMatch(difference -> difference.coveredBy(row)))
                .forEach(row -> problems.add("deviations.tsv: " + row + " is stale, nothing differs there"));
        return problems;
    }

    /** Every difference, with the operations that show it. */
    Map<Difference, List<String>> differences() {
        Map<Difference, List<String>> found = new LinkedHashMap<>();
        for (Operation operation : contract.operations()) {
            api.find(operation).stream()
                    .flatMap(served -> compare(operation, served).stream())
                    .forEach(difference -> found.computeIfAbsent(difference, _ -> new ArrayList<>())
                            .add(operation.id()));
        }
        return found;
    }

    private List<Difference> compare(Operation operation, Served served) {
        List<Difference> found = new ArrayList<>();
        for (Parameter parameter : operation.in("query")) {
            Optional<JsonNode> ours = served.parameter("query", parameter.name());
            String subject = operation.id() + "#" + parameter.name();
            found.addAll(
                    ours.isPresent()
                            ? parameter(parameter, ours.get(), subject)
                            : List.of(new Difference(subject, "is not a query parameter")));
        }
        found.addAll(pathParameters(operation, served));
        found.addAll(added(operation, served));
        found.addAll(request(operation, served));
        found.addAll(response(operation, served));
        found.addAll(callers(operation, served));
        return found.stream().distinct().toList();
    }

    /** Path parameters by place: their names are nobody's business but ours. */
    private List<Difference> pathParameters(Operation operation, Served served) {
        List<Difference> found = new ArrayList<>();
        String[] ours = served.path().split("/", -1);
        String[] theirs = operation.path().split("/", -1);
        for (int i = 0; i < theirs.length; i++) {
            if (!OpenApi.variable(theirs[i])) {
                continue;
            }
            String name = theirs[i].substring(1, theirs[i].length() - 1);
            String subject = operation.id() + "#" + name;
            Optional<JsonNode> parameter = served.parameter("path", ours[i].substring(1, ours[i].length() - 1));
            found.addAll(
                    parameter.isPresent()
                            ? operation.in("path").stream()
                                    .filter(expected -> expected.name().equals(name))
                                    .flatMap(expected -> parameter(expected, parameter.get(), subject).stream())
                                    .toList()
                            : List.of(new Difference(subject, "is not declared as a path parameter")));
        }
        return found;
    }

    private List<Difference> parameter(Parameter expected, JsonNode ours, String subject) {
        List<Difference> found = new ArrayList<>();
        if (ours.path("required").asBoolean() && !expected.required()) {
            found.add(new Difference(subject, "is required, in the contract it is not"));
        }
        ServedSchema whole = ServedSchema.of(api, ours.path("schema"));
        boolean list = whole.types().contains("array");
        ServedSchema value = list ? ServedSchema.of(api, whole.node().path("items")) : whole;
        WireType type = expected.type() instanceof WireType.Many(WireType item) ? item : expected.type();
        if (list && Set.of("Integer", "Long", "Boolean").contains(type.toString())) {
            found.add(new Difference(subject, "is a list, the contract says " + expected.type()));
        }
        if (!value.open() && value.types().stream().noneMatch(textual(expected.type(), type)::contains)) {
            found.add(new Difference(subject, "is " + value.types() + ", the contract says " + expected.type()));
        }
        List<String> values = expected.values().isEmpty() ? contract.values(type) : expected.values();
        List<String> missing = values.stream()
                .filter(one -> !value.values().isEmpty() && !value.values().contains(one))
                .toList();
        if (!missing.isEmpty()) {
            found.add(new Difference(subject, "lacks the values " + missing));
        }
        return found;
    }

    /** The JSON types that may stand for a parameter's text; a contract String often carries a number or a flag. */
    private static Set<String> textual(WireType whole, WireType item) {
        if (whole instanceof WireType.Many) {
            return Set.of("string");
        }
        return switch (item.toString()) {
            case "Integer", "Long" -> Set.of("integer", "number", "string");
            case "Boolean" -> Set.of("boolean", "string");
            case "String" -> Set.of("string", "integer", "number", "boolean");
            default -> Set.of("string");
        };
    }

    /** What we ask for beyond the contract: existing clients cannot send it. */
    private static List<Difference> added(Operation operation, Served served) {
        return served.parameters().stream()
                .filter(parameter -> !parameter.path("in").asText().equals("path"))
                .filter(parameter -> parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText())
                .filter(name -> operation.in("query").stream()
                        .noneMatch(parameter -> parameter.name().equals(name)))
                .map(name -> new Difference(operation.id() + "#" + name, "is required, the contract does not know it"))
                .toList();
    }

    private List<Difference> request(Operation operation, Served served) {
        String subject = operation.id() + "#request";
        JsonNode body = api.resolve(served.operation().path("requestBody"));
        List<Parameter> expected = operation.in("body");
        boolean optional = expected.stream().noneMatch(Parameter::required);
        if (body.path("required").asBoolean() && optional) {
            return List.of(new Difference(subject, "is required, in the contract it is not"));
        }
        if (expected.isEmpty()) {
            return List.of();
        }
        if (body.path("content").isEmpty()) {
            return List.of(new Difference(
                    subject,
                    "is not served, the contract says " + expected.getFirst().type()));
        }
        WireType type = expected.getFirst().type();
        // A String body is raw text that we may well read as JSON; several bodies or a file make a form.
        boolean raw = expected.size() > 1 || Set.of("String", "File").contains(type.toString());
        return raw ? List.of() : schemas.check(type, schema(body), Direction.REQUEST, subject);
    }

    private List<Difference> response(Operation operation, Served served) {
        String subject = operation.id() + "#response";
        JsonNode responses = served.operation().path("responses");
        if (operation.returns().toString().equals("Object")) {
            return List.of();
        }
        if (!responses.has("200")) {
            return List.of(new Difference(subject, "has no 200"));
        }
        JsonNode response = api.resolve(responses.path("200"));
        if (operation.returns().toString().equals("void")) {
            return List.of();
        }
        if (response.path("content").isEmpty()) {
            return List.of(new Difference(subject, "is empty, the contract says " + operation.returns()));
        }
        return operation.returns().toString().equals("File")
                ? List.of()
                : schemas.check(operation.returns(), schema(response), Direction.RESPONSE, subject);
    }

    private static JsonNode schema(JsonNode body) {
        JsonNode content = body.path("content");
        JsonNode media = content.has("application/json")
                ? content.path("application/json")
                : content.properties().iterator().next().getValue();
        return media.path("schema");
    }

    /** Whoever may call by the contract may call ours; a list that names no authority lets everybody in. */
    private static List<Difference> callers(Operation operation, Served served) {
        List<String> ours = new ArrayList<>();
        served.operation().path("x-atrium-callers").forEach(caller -> ours.add(caller.asText()));
        List<String> closed = Arrays.stream(Authority.values()).map(Enum::name).toList();
        List<String> missing = operation.authorities().stream()
                .filter(authority -> !ours.contains(authority))
                .toList();
        return ours.isEmpty() || missing.isEmpty() || !closed.containsAll(ours)
                ? List.of()
                : List.of(new Difference(operation.id() + "#callers", "lacks " + missing));
    }

    private static String places(List<String> operations) {
        String first = String.join(", ", operations.stream().limit(3).toList());
        return " (" + first + (operations.size() > 3 ? ", " + (operations.size() - 3) + " more" : "") + ")";
    }
}
