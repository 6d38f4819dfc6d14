package io.atrium.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.view.TelemetryEntityView.Attributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows of its target.
 *
 * @param attributes keys with the scope before them
 * @param from start of the points that show
 * @param to end of the points and attributes that show
 */
record Window(Set<String> series, Set<String> attributes, long from, long to) {

    /** What a view that is not there yet shows. */
    static final Window CLOSED = new Window(Set.of(), Set.of(), Long.MAX_VALUE, Long.MIN_VALUE);

    static Window of(JsonNode view) {
        JsonNode node = view.get("keys");
        TelemetryEntityView keys = node == null || node.isNull() ? null : Json.bind(node, TelemetryEntityView.class);
        Attributes attributes = keys == null ? null : keys.attributes();
        long from = view.path("startTimeMs").asLong(0);
        long to = view.path("endTimeMs").asLong(0);
        return new Window(
                Set.copyOf(keys == null ? List.of() : listed(keys.timeseries())),
                attributes == null ? Set.of() : scoped(attributes),
                from == 0 ? Long.MIN_VALUE : from,
                to == 0 ? Long.MAX_VALUE : to);
    }

    private static Set<String> scoped(Attributes attributes) {
        Set<String> keys = new HashSet<>();
        listed(attributes.cs()).forEach(key -> keys.add("cs " + key));
        listed(attributes.ss()).forEach(key -> keys.add("ss " + key));
        listed(attributes.sh()).forEach(key -> keys.add("sh " + key));
        return keys;
    }

    private static List<String> listed(@Nullable List<String> keys) {
        if (keys != null && keys.stream().anyMatch(Objects::isNull)) {
            throw Problem.badRequest("Field 'keys' must not list null");
        }
        return keys == null ? List.of() : keys;
    }

    /** What somebody has to be allowed to do to the target to show this instead of the former; nothing to narrow it. */
    Set<Operation> needs(Window former) {
        Set<Operation> needs = EnumSet.noneOf(Operation.class);
        boolean endsLater = to > former.to;
        boolean morePoints = endsLater || from < former.from || !former.series.containsAll(series);
        if (morePoints && !series.isEmpty()) {
            needs.add(Operation.READ_TELEMETRY);
        }
        if ((endsLater || !former.attributes.containsAll(attributes)) && !attributes.isEmpty()) {
            needs.add(Operation.READ_ATTRIBUTES);
        }
        return needs;
    }
}
