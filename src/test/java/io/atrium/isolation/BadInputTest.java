package io.atrium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.isolation.Template.Request;
import io.atrium.isolation.Wire.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation with bad input in every parameter and in the body, called by people who may do everything: the answer
 * is a refusal in the wire's form and never a fault, and nothing changes (threats.md, theme 15, "raw SQL errors").
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {

    private Scene scene;
    private Wire wire;
    private List<Template> templates;
    private int fresh;

    @BeforeAll
    void open() {
        scene = new Scene();
        wire = new Wire(scene.world.routes.all());
        templates = OperationTable.read(scene.world.routes.all()).templates();
    }

    @AfterAll
    void close() {
        scene.close();
    }

    /**
     * A request with one thing wrong.
     *
     * @param field what a 400 has to name; null if nothing is said about it
     * @param refused true if nothing but a refusal will do
     */
    record Bad(String what, Request request, @Nullable String field, boolean refused) {

        Bad(String what, Request request) {
            this(what, request, null, false);
        }
    }

    @Test
    void badParametersAreRefused() {
        expectRefusals(true, (template, request) -> BadParameters.of(template, this::good));
    }

    @Test
    void badBodiesAreRefused() {
        expectRefusals(true, BadBodies::of);
    }

    @Test
    void everyFieldOfEveryBodyRefusesWrongTypesByName() {
        // One example tells the fields of all queries; the others differ in their values only.
        Set<String> queries = new HashSet<>();
        expectRefusals(
                false,
                (template, good) -> template.body().contains("entityFilter")
                                && !queries.add(template.route().operation())
                        ? List.of()
                        : WrongTypes.of(template, good));
    }

    @Test
    void strangeTextsAndNumbersAreNoFault() {
        expectRefusals(false, (template, request) -> StrangeInput.of(template, request, this::good));
    }

    /** How a good request is spoilt. */
    private interface Spoiler {
        List<Bad> spoil(Template template, Request good);
    }

    private void expectRefusals(boolean refuse, Spoiler spoiler) {
        Map<String, String> faults = new TreeMap<>();
        int calls = 0;
        Map<String, String> before = RowDigest.ofAll(scene.world.database);
        for (Template template : templates) {
            if (!scene.ofTenant
                    .values()
                    .keySet()
                    .containsAll(template.words(true).stream()
                            .filter(word -> !word.equals("FRESH") && !word.equals("VALUE"))
                            .toList())) {
                continue;
            }
            Request good = good(template, true);
            for (Bad bad : spoiler.spoil(template, good)) {
                check(template, good, bad, refuse, faults);
                calls++;
            }
        }
        assertThat(String.join("\n", faults.values())).isEmpty();
        assertThat(calls).as("calls made").isGreaterThan(500);
        if (refuse) {
            assertThat(RowDigest.ofAll(scene.world.database)).isEqualTo(before);
        }
    }

    private void check(Template template, Request good, Bad bad, boolean refuse, Map<String, String> faults) {
        Request request = bad.request();
        if (request.target().startsWith("/api/noauth/") || request.target().startsWith("/api/auth/")) {
            scene.later();
        }
        Answer answer = call(template, request);
        String name = template.route().operation() + ": " + bad.what();
        String text = name + " by " + request + " -> " + answer;
        if (answer.status() >= 500) {
            faults.put(name, "fails: " + text);
        } else if ((refuse || bad.refused()) && answer.isOk()) {
            faults.put(name, "accepted: " + text);
        } else if (!answer.isOk() && !isWireForm(answer)) {
            faults.put(name, "form: " + text);
        } else if (bad.field() != null
                && answer.status() == 400
                && !answer.text().contains(bad.field())
                && !call(template, good).equals(answer)) {
            faults.put(name, "names no field: " + text);
        } else if (answer.text().contains("Exception") || answer.text().contains("io.atrium")) {
            faults.put(name, "tells of the inside: " + text);
        }
    }

    private Answer call(Template template, Request request) {
        return wire.call(caller(template), request.method(), request.target(), request.body());
    }

    private static boolean isWireForm(Answer answer) {
        if (!answer.text().startsWith("{")) {
            return !answer.text().isBlank();
        }
        JsonNode problem = Json.read(answer.text(), JsonNode.class);
        return problem.path("status").asInt() == answer.status()
                && !problem.path("message").asText().isBlank()
                && problem.path("errorCode").isInt();
    }

    /** Somebody whom the route lets in, with every right. */
    private @Nullable Actor caller(Template template) {
        var callers = template.route().callers();
        if (callers.isEmpty()) {
            return null;
        }
        if (callers.contains(Authority.TENANT_ADMIN)) {
            return scene.world.admin;
        }
        return callers.contains(Authority.SYS_ADMIN) ? io.atrium.app.TestWorld.SYSTEM : scene.adminB;
    }

    private Request good(Template template, boolean optional) {
        fresh++;
        return template.request(
                optional,
                word -> word.equals("FRESH") || word.equals("VALUE") ? "bad" + fresh : scene.ofTenant.value(word));
    }
}
