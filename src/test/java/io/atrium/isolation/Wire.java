package io.atrium.isolation;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.http.LocalApi;
import io.atrium.http.Reply;
import io.atrium.http.Route;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls routes in process and answers everything, also what a handler lets fall, as the server's edge does. */
final class Wire {

    private final LocalApi api;

    Wire(List<Route> routes) {
        this.api = new LocalApi(routes);
    }

    /**
     * What a caller got.
     *
     * @param fault the stack trace of what the handler let fall, for the report of a failed test; else empty
     */
    record Answer(int status, String text, Map<String, String> headers, String fault) {

        boolean isOk() {
            return status < 400;
        }
    }

    Answer call(@Nullable Actor actor, String method, String target, byte[] body) {
        try {
            Reply reply = api.call(actor, method, target, body);
            return new Answer(reply.status(), new String(reply.body(), StandardCharsets.UTF_8), reply.headers(), "");
        } catch (Problem problem) {
            return problem(problem, problem.kind().status() < 500 ? "" : trace(problem));
        } catch (RuntimeException | StackOverflowError fault) {
            return problem(Problem.of(Problem.Kind.INTERNAL, "Internal server error"), trace(fault));
        }
    }

    private static Answer problem(Problem problem, String fault) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("status", problem.kind().status());
        wire.put("message", problem.publicMessage());
        wire.put("errorCode", problem.kind().errorCode());
        return new Answer(problem.kind().status(), Json.write(wire), Map.of(), fault);
    }

    private static String trace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
