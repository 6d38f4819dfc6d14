package io.atrium.entity;

import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All kinds of the installation, by name and by type number. */
public final class Kinds {

    private final Map<String, Kind<?>> byName = new HashMap<>();
    private final List<Kind<?>> byType;
    private final TypeTable types;

    public Kinds(List<Kind<?>> kinds) {
        byType = List.copyOf(kinds);
        kinds.forEach(kind -> byName.put(kind.name(), kind));
        List<String> catalogue = new ArrayList<>();
        for (Kind<?> kind : kinds) {
            if (!kind.traits().profileKind().isEmpty()) {
                catalogue.add(kind.traits().profileKind());
            }
        }
        types = new TypeTable(kinds.stream().<String>map(Kind::name).toList(), catalogue);
    }

    public TypeTable types() {
        return types;
    }

    public List<Kind<?>> all() {
        return byType;
    }

    public Kind<?> of(int type) {
        return byType.get(type);
    }

    /** The kind of a name that a caller sent. */
    public Kind<?> require(String name) {
        Kind<?> kind = byName.get(name);
        if (kind == null) {
            throw Problem.badRequest("Unknown entity type '" + shorten(name) + "'");
        }
        return kind;
    }

    public boolean isKnown(String name) {
        return byName.containsKey(name);
    }

    public int number(Kind<?> kind) {
        return types.number(kind.name());
    }

    /** The kind of a name that a caller sent, if groups may hold it. */
    public Kind<?> requireGroupable(String name) {
        Kind<?> kind = require(name);
        if (!kind.traits().groupable()) {
            throw Problem.badRequest("There are no groups of type " + kind.name());
        }
        return kind;
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
