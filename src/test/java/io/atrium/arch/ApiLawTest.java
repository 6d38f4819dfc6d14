package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.atrium.app.TestWorld;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.http.OpenApi;
import io.atrium.http.Param;
import io.atrium.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Laws that every route obeys; all that break one are reported together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiLawTest {

    /** Raise it with the API, so that a law can never hold for want of routes. */
    private static final int ROUTES_AT_LEAST = 250;

    private static final Set<String> PAGE = Set.of("pageSize", "page", "textSearch", "sortProperty", "sortOrder");

    /** Paths that serve an older operation too, with callers of its own; the handler tells the two apart. */
    private static final Map<String, Set<Authority>> SHARED_PATHS =
            Map.of("getCustomers", Set.of(Authority.TENANT_ADMIN, Authority.CUSTOMER_USER));

    private List<Route> routes;

    @BeforeAll
    void routes() {
        try (TestWorld world = new TestWorld()) {
            routes = world.routes.all();
        }
    }

    @AfterAll
    void sawTheApi() {
        assertThat(routes).hasSizeGreaterThan(ROUTES_AT_LEAST);
    }

    @Test
    void operationsAreUniqueAndExplained() {
        Set<String> seen = new HashSet<>();
        List<String> broken = new ArrayList<>();
        for (Route route : routes) {
            if (!seen.add(route.operation())) {
                broken.add("two operations named " + route.operation());
            }
            if (route.doc().isBlank() || !route.path().startsWith("/api/")) {
                broken.add(route.operation() + " has no documentation or stands outside /api");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void routesThatNameAThingDeclareTheirPermission() {
        List<String> broken = new ArrayList<>();
        for (Route route : routes) {
            boolean namesThing = route.params().stream().anyMatch(param -> param.type() == UUID.class);
            if (namesThing && !route.callers().isEmpty() && route.permission().isBlank()) {
                broken.add(route.method() + " " + route.path());
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void callersAreThoseThatTheContractNames() throws IOException {
        Map<String, Set<Authority>> contract = contractCallers();
        List<String> broken = new ArrayList<>();
        for (Route route : routes) {
            Set<Authority> expected =
                    SHARED_PATHS.getOrDefault(route.operation(), contract.getOrDefault(route.operation(), Set.of()));
            if (!expected.isEmpty() && !expected.equals(route.callers())) {
                broken.add(route.operation() + " lets in " + route.callers() + ", the contract " + expected);
            }
        }
        assertThat(contract).hasSizeGreaterThan(ROUTES_AT_LEAST);
        assertThat(broken).isEmpty();
    }

    /** Who may call each operation of the contract; empty where it does not say. */
    private static Map<String, Set<Authority>> contractCallers() throws IOException {
        Map<String, Set<Authority>> callers = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("src", "test", "resources", "contract", "operations.tsv"))) {
            String[] row = line.split("\t", -1);
            if (!line.startsWith("#")) {
                callers.put(
                        row[1],
                        Stream.of(row[5].split(","))
                                .filter(name -> !name.isEmpty())
                                .map(Authority::valueOf)
                                .collect(Collectors.toSet()));
            }
        }
        return callers;
    }

    @Test
    void pagesAreAskedForInOneForm() {
        List<String> broken = new ArrayList<>();
        for (Route route : routes) {
            Set<String> names = new HashSet<>();
            route.params().stream()
                    .filter(param -> param.in() == Param.In.QUERY)
                    .forEach(param -> names.add(param.name()));
            boolean some = names.stream().anyMatch(PAGE::contains);
            if (some && !names.containsAll(PAGE)) {
                broken.add(route.method() + " " + route.path());
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void idsInPathsAreUuids() {
        List<String> broken = new ArrayList<>();
        for (Route route : routes) {
            for (Param param : route.params()) {
                boolean isId = param.name().endsWith("Id");
                if (param.in() == Param.In.PATH
                        && isId != (param.type() == UUID.class)
                        && !param.name().equals("id")) {
                    broken.add(route.path() + " " + param.name());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void publishedDocumentIsTheOneInTheRepository() throws IOException {
        new GeneratedFile("api/openapi.json").mustEqual(document());
    }

    private String document() throws JsonProcessingException {
        return Json.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(new OpenApi().document(routes, "0.1.0"))
                + "\n";
    }
}
