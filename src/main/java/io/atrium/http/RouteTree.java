package io.atrium.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path segment by segment; a literal segment beats a variable one at every step. */
final class RouteTree {

    /** A route with the values of its path variables, or the methods that the path has if none fits. */
    record Match(@Nullable Route route, Map<String, String> variables, TreeSet<String> methods) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node variable;

        final Map<String, Route> byMethod = new HashMap<>();
    }

    private final Node root = new Node();

    RouteTree(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : split(route.path())) {
            if (segment.startsWith("{")) {
                if (node.variable == null) {
                    node.variable = new Node();
                }
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        Route former = node.byMethod.put(route.method(), route);
        if (former != null) {
            throw new IllegalStateException("Two routes for " + route.method() + " " + route.path() + ": "
                    + former.operation() + ", " + route.operation());
        }
    }

    Match find(String method, String path) {
        TreeSet<String> methods = new TreeSet<>();
        List<String> segments = split(path);
        Route route = find(root, segments, 0, method, methods);
        return new Match(route, route == null ? Map.of() : variables(route, segments), methods);
    }

    private static @Nullable Route find(
            Node node, List<String> segments, int at, String method, TreeSet<String> methods) {
        if (at == segments.size()) {
            methods.addAll(node.byMethod.keySet());
            return node.byMethod.get(method);
        }
        Node literal = node.literals.get(segments.get(at));
        if (literal != null) {
            Route route = find(literal, segments, at + 1, method, methods);
            if (route != null) {
                return route;
            }
        }
        if (node.variable != null && !segments.get(at).isEmpty()) {
            return find(node.variable, segments, at + 1, method, methods);
        }
        return null;
    }

    private static Map<String, String> variables(Route route, List<String> segments) {
        Map<String, String> variables = new HashMap<>();
        List<String> pattern = split(route.path());
        for (int i = 0; i < pattern.size(); i++) {
            String segment = pattern.get(i);
            if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), segments.get(i));
            }
        }
        return variables;
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>(8);
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (to > from || slash >= 0) {
                segments.add(path.substring(from, to));
            }
            from = to + 1;
        }
        return segments;
    }
}
