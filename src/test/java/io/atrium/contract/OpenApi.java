package io.atrium.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An OpenAPI 3.1 document: the operations that a server says it serves, and their schemas. */
final class OpenApi {

    /** The snapshot of our server's own document, from the project folder. */
    static final Path SNAPSHOT = Path.of("api", "openapi.json");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode root;
    private final Map<String, Served> byRoute = new LinkedHashMap<>();

    /** One served operation; {@code parameters} include those of its path. */
    record Served(String path, JsonNode operation, List<JsonNode> parameters) {

        Optional<JsonNode> parameter(String place, String name) {
            return in(place).stream()
                    .filter(parameter -> parameter.path("name").asText().equals(name))
                    .findFirst();
        }

        List<JsonNode> in(String place) {
            return parameters.stream()
                    .filter(parameter -> parameter.path("in").asText().equals(place))
                    .toList();
        }
    }

    private OpenApi(JsonNode root) {
        this.root = root;
        root.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> add(path.getKey(), path.getValue(), method.getKey(), method.getValue())));
    }

    static OpenApi parse(String text) {
        return new OpenApi(Json.read(text, JsonNode.class));
    }

    static OpenApi snapshot() {
        return read(SNAPSHOT);
    }

    static OpenApi read(Path file) {
        if (!Files.exists(file)) {
            throw new AssertionError(file + " is missing: write the snapshot of the server's OpenAPI document first,"
                    + " nothing can be compared without it");
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The served operation behind a contract operation: same method and path whatever the path parameters are called, or a
     * served path parameter whose enum names the contract's literal.
     */
    Optional<Served> find(Contract.Operation operation) {
        Served exact = byRoute.get(route(operation.method(), operation.path()));
        return exact != null
                ? Optional.of(exact)
                : byRoute.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(operation.method() + " "))
                        .map(Map.Entry::getValue)
                        .filter(served -> admits(served, operation.path()))
                        .findFirst();
    }

    /** Follows references until something else stands there. */
    JsonNode resolve(JsonNode node) {
        JsonNode at = node;
        for (int hops = 0; at.has("$ref"); hops++) {
            String reference = at.path("$ref").asText();
            at = reference.startsWith("#") ? root.at(reference.substring(1)) : Json.object();
            if (at.isMissingNode() || hops > 50) {
                throw new AssertionError("The OpenAPI document has a dangling reference " + reference);
            }
        }
        return at;
    }

    private void add(String path, JsonNode item, String method, JsonNode operation) {
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        operation.path("parameters").forEach(parameter -> parameters.addFirst(resolve(parameter)));
        Served before = byRoute.put(route(method, path), new Served(path, operation, parameters));
        if (before != null) {
            throw new AssertionError(
                    "The OpenAPI document serves " + method + " of " + path + " and of " + before.path());
        }
    }

    private boolean admits(Served served, String path) {
        String[] ours = served.path().split("/", -1);
        String[] theirs = path.split("/", -1);
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            boolean same = ours[i].equals(theirs[i]) || (variable(ours[i]) && variable(theirs[i]));
            if (!same && !(variable(ours[i]) && values(served, ours[i]).contains(theirs[i]))) {
                return false;
            }
        }
        return true;
    }

    private List<String> values(Served served, String segment) {
        return served.parameter("path", segment.substring(1, segment.length() - 1))
                .map(parameter ->
                        ServedSchema.of(this, parameter.path("schema")).values())
                .orElse(List.of());
    }

    static boolean variable(String segment) {
        return segment.startsWith("{");
    }

    private static String route(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
    }
}
