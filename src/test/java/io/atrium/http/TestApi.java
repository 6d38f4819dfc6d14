package io.atrium.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls routes in process, as the server does but without a socket, on behalf of any actor. */
public final class TestApi {

    private final RouteTree tree;

    public TestApi(List<Route> routes) {
        this.tree = new RouteTree(routes);
    }

    /** What came back: the status, and the body as JSON where it is JSON. */
    public record Answer(int status, String text, Map<String, String> headers) {
        public JsonNode json() {
            return text.isEmpty() ? Json.object() : Json.read(text, JsonNode.class);
        }
    }

    public Answer get(@Nullable Actor actor, String path) {
        return call(actor, "GET", path, "");
    }

    public Answer post(@Nullable Actor actor, String path, String body) {
        return call(actor, "POST", path, body);
    }

    public Answer delete(@Nullable Actor actor, String path) {
        return call(actor, "DELETE", path, "");
    }

    public Answer call(@Nullable Actor actor, String method, String pathAndQuery, String body) {
        int mark = pathAndQuery.indexOf('?');
        String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        RouteTree.Match match = tree.find(method, path);
        try {
            Route route = match.route();
            if (route == null) {
                throw Problem.notFound();
            }
            if (!route.isAnonymous() && (actor == null || !route.callers().contains(actor.authority()))) {
                throw actor == null ? Problem.authentication("Authentication failed") : Problem.forbidden("No");
            }
            Map<String, String> variables = new LinkedHashMap<>();
            match.variables().forEach((name, value) -> variables.put(name, decode(value)));
            Call call = new Call(
                    route,
                    route.isAnonymous() ? null : actor,
                    variables,
                    mark < 0 ? Map.of() : query(pathAndQuery.substring(mark + 1)),
                    body.getBytes(StandardCharsets.UTF_8),
                    new Call.Client("127.0.0.1", "test"));
            return answer(route.handler().handle(call));
        } catch (Problem problem) {
            Map<String, Object> wire = Map.of(
                    "status", problem.kind().status(),
                    "message", problem.publicMessage(),
                    "errorCode", problem.kind().errorCode());
            return new Answer(problem.kind().status(), Json.write(wire), Map.of());
        }
    }

    private static Answer answer(@Nullable Object value) {
        if (value == null) {
            return new Answer(200, "", Map.of());
        }
        if (value instanceof Reply reply) {
            return new Answer(reply.status(), new String(reply.body(), StandardCharsets.UTF_8), reply.headers());
        }
        return new Answer(200, Json.write(value), Map.of());
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            Objects.requireNonNull(query.computeIfAbsent(name, n -> new ArrayList<>()))
                    .add(value);
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
