package io.atrium.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls routes in process, as the server does but without a socket, on behalf of any actor. */
public final class TestApi {

    private final LocalApi local;

    public TestApi(List<Route> routes) {
        this.local = new LocalApi(routes);
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

    public Answer call(@Nullable Actor actor, String method, String target, String body) {
        try {
            Reply reply = local.call(actor, method, target, body.getBytes(StandardCharsets.UTF_8));
            return new Answer(reply.status(), new String(reply.body(), StandardCharsets.UTF_8), reply.headers());
        } catch (Problem problem) {
            Map<String, Object> wire = Map.of(
                    "status", problem.kind().status(),
                    "message", problem.publicMessage(),
                    "errorCode", problem.kind().errorCode());
            return new Answer(problem.kind().status(), Json.write(wire), Map.of());
        }
    }
}
