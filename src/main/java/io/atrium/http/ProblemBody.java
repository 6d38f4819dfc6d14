package io.atrium.http;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every refusal over HTTP looks like. */
public final class ProblemBody {

    private ProblemBody() {}

    public static byte[] of(Problem problem, long now) {
        return of(
                problem.kind().status(), problem.publicMessage(), problem.kind().errorCode(), now);
    }

    /** A refusal whose status belongs to the protocol, not to a kind of problem. */
    public static byte[] of(int status, String message, long now) {
        return of(status, message, Problem.Kind.BAD_REQUEST.errorCode(), now);
    }

    private static byte[] of(int status, String message, int errorCode, long now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("message", message);
        body.put("errorCode", errorCode);
        body.put("timestamp", now);
        return Json.bytes(body);
    }
}
