package io.atrium.telemetry;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.http.Call;
import io.atrium.http.Handler;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the routes of this package have in common: how they name keys, and how they refuse a body. */
final class KeyList {

    private KeyList() {}

    /** The keys of a call without repetition, in the order asked. */
    static List<String> of(Call call) {
        Set<String> keys = new LinkedHashSet<>(call.list("keys"));
        keys.addAll(call.repeated("key"));
        keys.remove("");
        return new ArrayList<>(keys);
    }

    static List<String> required(Call call) {
        List<String> keys = of(call);
        if (keys.isEmpty()) {
            throw Problem.badRequest("Empty keys: " + call.text("keys").orElse(""));
        }
        return keys;
    }

    static Routes.Builder parameters(Routes.Builder route) {
        return route.query("keys", String.class, "Keys, separated by commas")
                .queryList("key", String.class, false, "One key, repeatable; for keys that hold commas");
    }

    /** What a write answers: nothing, or what was left out of it, which older clients pass over. */
    static @Nullable Object answer(LeftOut leftOut) {
        return leftOut.isNothing() ? null : leftOut.json();
    }

    /** Shipped clients show the text of a refused write as it is (device-data-api 3.5), so it comes without JSON. */
    static Handler plain(Handler handler) {
        return call -> {
            try {
                return handler.handle(call);
            } catch (Problem problem) {
                if (problem.kind() == Problem.Kind.BAD_REQUEST) {
                    return Reply.text(400, problem.publicMessage());
                }
                throw problem;
            }
        };
    }
}
