package io.atrium.http;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls routes in process: the same handlers with the same checks as over the network, on behalf of a known caller. */
public final class LocalApi {

    private static final Call.Client CLIENT = new Call.Client("127.0.0.1", "atrium", false);

    private final RouteTree tree;

    public LocalApi(List<Route> routes) {
        this.tree = new RouteTree(routes);
    }

    /**
     * Runs one call.
     *
     * @param actor the caller; null only for routes that need no log-in
     * @param target path and query, percent-encoded as on the wire
     * @throws Problem as the server would answer it
     */
    public Reply call(@Nullable Actor actor, String method, String target, byte[] body) {
        int mark = target.indexOf('?');
        RouteTree.Match match = tree.find(method, mark < 0 ? target : target.substring(0, mark));
        Route route = match.route();
        if (route == null) {
            throw Problem.notFound();
        }
        if (!route.isAnonymous()) {
            if (actor == null) {
                throw Problem.authentication("Authentication failed");
            }
            route.requireCaller(actor);
        }
        Map<String, String> variables = new LinkedHashMap<>();
        match.variables().forEach((name, value) -> variables.put(name, decode(value)));
        Map<String, List<String>> query = mark < 0 ? Map.of() : query(target.substring(mark + 1));
        Call.Caller caller = route.isAnonymous() ? Call.Caller.NOBODY : Call.Caller.within(actor);
        Call call = new Call(route, caller, variables, query, body, CLIENT, Cookies.NONE);
        return Reply.of(route.handler().handle(call)).whole();
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
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
