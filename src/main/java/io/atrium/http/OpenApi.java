package io.atrium.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes the OpenAPI 3.1 document of the routes: what is published is what is served. */
public final class OpenApi {

    private final SchemaBook schemas = new SchemaBook();

    /** The whole document, with paths and schemas in alphabetical order so that it can be compared. */
    public ObjectNode document(List<Route> routes, String version) {
        ObjectNode document = Json.object();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Atrium")
                .put("version", version)
                .put("description", "Every answer that is not 2xx has the body of the schema Problem.");
        ObjectNode paths = document.putObject("paths");
        routes.stream()
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .forEach(route -> {
                    ObjectNode path = paths.withObjectProperty(route.path());
                    path.set(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
                });
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.all());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("bearer").put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        security.putObject("apiKey").put("type", "apiKey").put("in", "header").put("name", "X-Authorization");
        return document;
    }

    private ObjectNode operation(Route route) {
        ObjectNode operation = Json.object();
        operation.put("operationId", route.operation());
        operation.putArray("tags").add(route.area());
        operation.put("summary", route.doc());
        if (!route.permission().isEmpty()) {
            operation.put("description", "Needs " + route.permission() + ".");
        }
        ArrayNode callers = operation.putArray("x-atrium-callers");
        route.callers().forEach(authority -> callers.add(authority.name()));
        if (!route.isAnonymous()) {
            ArrayNode security = operation.putArray("security");
            security.addObject().putArray("bearer");
            security.addObject().putArray("apiKey");
        }
        ArrayNode params = operation.putArray("parameters");
        route.params().forEach(param -> params.add(parameter(param)));
        Class<?> body = route.body();
        if (body != null) {
            ObjectNode schema = schemas.of(body);
            if (route.bodyList()) {
                schema = Json.object().put("type", "array").set("items", schema);
            }
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", schema);
        }
        responses(route, operation.putObject("responses"));
        return operation;
    }

    private ObjectNode parameter(Param param) {
        ObjectNode node = Json.object();
        node.put("name", param.name());
        node.put("in", param.in() == Param.In.PATH ? "path" : "query");
        node.put("required", param.required());
        if (!param.doc().isEmpty()) {
            node.put("description", param.doc());
        }
        ObjectNode schema = schemas.of(param.type());
        if (!param.values().isEmpty()) {
            ArrayNode values = schema.putArray("enum");
            param.values().forEach(values::add);
        }
        node.set("schema", param.list() ? Json.object().put("type", "array").set("items", schema) : schema);
        return node;
    }

    private void responses(Route route, ObjectNode responses) {
        boolean redirect = route.answer().shape() == Answer.Shape.REDIRECT;
        ObjectNode success =
                responses.putObject(redirect ? "303" : "200").put("description", redirect ? "Elsewhere" : "Done");
        ObjectNode schema = schemas.of(route.answer());
        if (schema != null) {
            String type = route.answer().shape() == Answer.Shape.TEXT ? "text/plain" : "application/json";
            success.putObject("content").putObject(type).set("schema", schema);
        }
        List<String> errors =
                route.isAnonymous() ? List.of("400", "429") : Arrays.asList("400", "401", "403", "404", "429");
        for (String status : errors) {
            ObjectNode problem = responses.putObject(status).put("description", describe(status));
            problem.putObject("content").putObject("application/json").set("schema", schemas.of(ProblemBody.class));
        }
    }

    private static String describe(String status) {
        return switch (status) {
            case "400" -> "The request is not valid; the message names field and limit";
            case "401" -> "No valid credentials";
            case "403" -> "Readable, but the caller may not do this";
            case "404" -> "Not there, or not readable for the caller";
            default -> "Too many requests";
        };
    }

    /** The body of every refusal (access-model 4.0). */
    @SchemaName("Problem")
    record ProblemBody(int status, String message, int errorCode, long timestamp) {}
}
