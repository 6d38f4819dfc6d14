package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds told in files: every way to ask gives the answer that the file expects, for every user, operation and thing. */
final class AccessMatrixTest {

    private static final String EVERYTHING = "everything";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tutorial.yaml",
                "three-levels.yaml",
                "group-roles-only.yaml",
                "read-only-tenant-user.yaml",
                "write-share.yaml",
                "two-groups.yaml",
                "deny-by-authority.yaml",
                "public-group.yaml",
                "expired-grant.yaml",
                "moved-subtree.yaml"
            })
    void everyWayToAskAgrees(String name) {
        WorldFile file = WorldFile.read(name);
        try (FileWorld world = new FileWorld(file)) {
            MatrixRoutes routes = new MatrixRoutes(world.world);
            for (WorldFile.Stage stage : file.stages()) {
                if (stage.events() != null) {
                    stage.events().forEach(world::happen);
                }
                Map<String, Actor> askers = world.askers();
                assertThat(askers.keySet()).containsAll(stage.expect().keySet());
                askers.forEach((asker, actor) -> {
                    String where = name + ", " + stage.when() + ": " + asker;
                    Map<String, Set<Operation>> cells =
                            cells(file, world, stage.expect().getOrDefault(asker, Map.of()));
                    compareNamed(world, routes, actor, cells, where);
                    compareAll(world, routes, actor, where);
                });
                compareSystem(world, routes, name + ", " + stage.when() + ": system");
            }
        }
    }

    /** The named things against the file. */
    private static void compareNamed(
            FileWorld world, MatrixRoutes routes, Actor actor, Map<String, Set<Operation>> cells, String where) {
        Scope scope = world.world.platform.scopes().of(actor);
        world.named.forEach((name, id) -> {
            Entry entry = world.directory().find(id).orElse(null);
            Set<Operation> expected = cells.getOrDefault(name, Set.of());
            if (entry == null || name.startsWith("share ")) {
                assertThat(expected).as(where + " " + name).isEmpty();
                return;
            }
            Set<Operation> actual = EnumSet.noneOf(Operation.class);
            for (Operation operation : Operation.values()) {
                if (scope.may(operation, entry)) {
                    actual.add(operation);
                }
            }
            assertThat(actual).as(where + ", " + name).isEqualTo(expected);
            if (MatrixRoutes.kinds().contains(world.directory().kindName(entry))) {
                boolean readable = expected.contains(Operation.READ);
                String kind = world.directory().kindName(entry);
                routes.compareOne(actor, kind, id, readable, where + ", " + name);
                if (MatrixRoutes.isProfile(kind)) {
                    routes.compareWholeProfile(actor, kind, id, readable, where + ", " + name);
                }
            }
        });
    }

    /** Every way to ask about everything there is, named or not, against each other. */
    private static void compareAll(FileWorld world, MatrixRoutes routes, Actor actor, String where) {
        Scope scope = world.world.platform.scopes().of(actor);
        Directory directory = world.directory();
        for (Kind<?> kind : directory.kinds().all()) {
            Set<UUID> readable = new HashSet<>();
            for (Operation operation : Operation.values()) {
                directory.ofKind(kind.name()).forEach((int ordinal) -> {
                    Entry entry = directory.entry(ordinal);
                    if (compareOne(scope, kind, operation, entry, where) && operation == Operation.READ) {
                        readable.add(entry.id());
                    }
                });
            }
            if (MatrixRoutes.kinds().contains(kind.name())) {
                routes.compareList(actor, kind.name(), readable, where + ", " + kind.name());
            }
        }
    }

    /** One answer by every way to ask the scope. */
    private static boolean compareOne(Scope scope, Kind<?> kind, Operation operation, Entry entry, String where) {
        boolean may = scope.may(operation, entry);
        String what = where + ", " + operation + " " + kind.name() + " " + entry.name();
        assertThat(scope.visible(operation, kind).contains(entry.ordinal()))
                .as(what + " in visible")
                .isEqualTo(may);
        assertThat(scope.directory()
                        .access()
                        .explain(scope.subject(), operation, entry.ordinal())
                        .allowed())
                .as(what + " explained")
                .isEqualTo(may);
        compareRequire(scope, operation, entry, may, what);
        return may;
    }

    /** A system administrator reaches the tenant's record and the tenant's own users, in every world, and nothing else. */
    private static void compareSystem(FileWorld world, MatrixRoutes routes, String where) {
        Scope scope = world.world.platform.scopes().of(TestWorld.SYSTEM, world.world.tenant);
        Directory directory = world.directory();
        for (Kind<?> kind : directory.kinds().all()) {
            directory.ofKind(kind.name()).forEach((int ordinal) -> {
                Entry entry = directory.entry(ordinal);
                boolean expected = kind.name().equals(TypeTable.TENANT)
                        || kind.name().equals(TypeTable.USER) && entry.owner() == AccessModel.TENANT;
                String what = where + ", " + kind.name() + " " + entry.name();
                for (Operation operation : Operation.values()) {
                    assertThat(compareOne(scope, kind, operation, entry, where))
                            .as(what + " " + operation)
                            .isEqualTo(expected);
                }
                if (MatrixRoutes.kinds().contains(kind.name())) {
                    routes.compareSystem(kind.name(), entry.id(), expected, what);
                }
            });
        }
    }

    private static void compareRequire(Scope scope, Operation operation, Entry entry, boolean may, String what) {
        Problem problem = catchThrowableOfType(Problem.class, () -> scope.require(operation, entry));
        if (may) {
            assertThat(problem).as(what).isNull();
            return;
        }
        boolean readable = scope.may(Operation.READ, entry);
        assertThat(problem).as(what + " refused").isNotNull();
        assertThat(problem.kind())
                .as(what + " refused")
                .isEqualTo(readable ? Problem.Kind.FORBIDDEN : Problem.Kind.NOT_FOUND);
    }

    /** The file's lines for one user as a table; what no line names is denied. */
    private static Map<String, Set<Operation>> cells(WorldFile file, FileWorld world, Map<String, String> lines) {
        Map<String, Set<Operation>> cells = new HashMap<>();
        lines.forEach((names, words) -> {
            Set<Operation> operations = operations(file, words);
            Set<String> meant = names.equals("*") ? present(world) : Set.of(names.split(", *"));
            for (String name : meant) {
                assertThat(world.named).containsKey(name);
                cells.put(name, operations);
            }
        });
        return cells;
    }

    private static Set<String> present(FileWorld world) {
        Set<String> present = new HashSet<>();
        world.named.forEach((name, id) -> {
            if (!name.startsWith("share ") && world.directory().find(id).isPresent()) {
                present.add(name);
            }
        });
        return present;
    }

    private static Set<Operation> operations(WorldFile file, String words) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (String word : words.split(" ")) {
            if (word.equals(EVERYTHING)) {
                operations.addAll(EnumSet.allOf(Operation.class));
            } else if (file.words() != null && file.words().containsKey(word)) {
                operations.addAll(
                        operations(file, Objects.requireNonNull(file.words().get(word))));
            } else {
                operations.add(Operation.valueOf(word));
            }
        }
        return operations;
    }
}
