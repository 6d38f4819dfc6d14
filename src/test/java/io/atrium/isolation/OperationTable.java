package io.atrium.isolation;

import io.atrium.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lines of {@code operations.txt}, each bound to its route. */
record OperationTable(List<Template> templates, Set<String> names) {

    static OperationTable read(List<Route> routes) {
        Map<String, Route> byName = routes.stream().collect(Collectors.toMap(Route::operation, Function.identity()));
        List<Template> templates = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int body = line.indexOf(" body ");
            String head = body < 0 ? line : line.substring(0, body);
            String name = head.split(" ", 2)[0];
            names.add(name);
            Route route = byName.get(name);
            if (route != null) {
                templates.addAll(template(number, route, head, body < 0 ? "" : line.substring(body + 6))
                        .ofEveryKind());
            }
        }
        return new OperationTable(List.copyOf(templates), names);
    }

    private static Template template(int number, Route route, String head, String body) {
        Map<String, String> values = new TreeMap<>();
        boolean see = false;
        boolean closed = false;
        String[] words = head.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals > 0) {
                values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            } else if (words[i].equals("see")) {
                see = true;
            } else if (words[i].equals("closed")) {
                closed = true;
            } else {
                throw new IllegalStateException(
                        "operations.txt: '" + words[i] + "' in the line of " + route.operation());
            }
        }
        return new Template(number, route, values, body, see, closed);
    }

    private static List<String> lines() {
        try (InputStream file = OperationTable.class.getResourceAsStream("/isolation/operations.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
