package io.atrium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.http.LocalApi;
import io.atrium.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Calls the public API in process as one user. */
final class DemoClient {

    private static final byte[] NOTHING = {};

    private final LocalApi api;
    private final Actor actor;

    DemoClient(LocalApi api, Actor actor) {
        this.api = api;
        this.actor = actor;
    }

    JsonNode get(String target) {
        return call("GET", target, NOTHING);
    }

    JsonNode post(String target, Object body) {
        byte[] document = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
        return call("POST", target, document);
    }

    /** Posts a document and gives back the id of what was saved. */
    UUID save(String target, Object body) {
        return UUID.fromString(post(target, body).at("/id/id").asText());
    }

    void delete(String target) {
        call("DELETE", target, NOTHING);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String target, byte[] body) {
        Reply reply = api.call(actor, method, target, body);
        if (reply.status() != 200) {
            throw Problem.of(Problem.Kind.INTERNAL, method + " " + target + " answered " + reply.status());
        }
        return reply.body().length == 0 ? Json.object() : Json.read(reply.body(), JsonNode.class);
    }
}
