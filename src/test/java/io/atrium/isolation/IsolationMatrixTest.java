package io.atrium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Actor;
import io.atrium.http.Route;
import io.atrium.isolation.Scene.Caller;
import io.atrium.isolation.Template.Request;
import io.atrium.isolation.Wire.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation, called by every foreigner with ids of things that belong to others: in all places at once and in one
 * place among own ones, with and without optional parameters. Nothing of the others shows, nothing of theirs changes,
 * and the answer is that for an id that never was (threats.md, themes 1 to 6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IsolationMatrixTest {

    /** Words that are free text: a caller may use them for his own things too. */
    private static final Set<String> TEXTS = Set.of("KEY", "RELATION_TYPE", "TYPE", "MARKER");

    private Scene scene;
    private Wire wire;
    private OperationTable table;
    private int fresh;

    @BeforeAll
    void open() {
        scene = new Scene();
        wire = new Wire(scene.world.routes.all());
        table = OperationTable.read(scene.world.routes.all());
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void everyOperationHasALine() {
        Set<String> operations =
                scene.world.routes.all().stream().map(Route::operation).collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(table.names())).isEqualTo(operations);
    }

    @Test
    void ownersFindTheirThings() {
        Set<Integer> seen = new TreeSet<>();
        Map<Integer, String> refused = new TreeMap<>();
        for (Template template : table.templates()) {
            for (boolean optional : variants(template)) {
                if (template.reads()) {
                    look(template, optional, seen, refused);
                }
            }
        }
        Map<String, String> wrong = new TreeMap<>();
        for (Template template : table.templates()) {
            int line = template.line();
            // Logs show the marker or not by what happened before, so only a missing marker is wrong.
            if (template.reads() && template.see() && !seen.contains(line)) {
                wrong.put(line + " see", template + " shows nothing");
            }
            if (template.reads() && template.closed() != refused.containsKey(line)) {
                wrong.put(line + " closed", template + " answers " + refused.get(line));
            }
        }
        assertThat(wrong).as("flags 'see' and 'closed' of operations.txt").isEmpty();
    }

    private void look(Template template, boolean optional, Set<Integer> seen, Map<Integer, String> refused) {
        for (Target target : List.of(scene.ofB, scene.ofTenant, scene.ofOther)) {
            if (!target.values().keySet().containsAll(words(template, optional))) {
                continue;
            }
            Answer answer = call(scene.owner(target), request(template, optional, target, target, Set.of()));
            if (!answer.isOk()) {
                refused.put(template.line(), answer.text() + answer.fault());
            } else if (answer.text().contains(target.marker())) {
                seen.add(template.line());
            }
        }
    }

    private static List<Boolean> variants(Template template) {
        return template.hasOptional() ? List.of(false, true) : List.of(false);
    }

    @Test
    void foreignersLearnAndChangeNothing() {
        Set<UUID> tenants = Set.of(scene.world.tenant, scene.otherAdmin.tenantId());
        List<UUID> victims = new ArrayList<>();
        for (Target target : List.of(scene.ofB, scene.ofC, scene.ofTenant, scene.ofOther)) {
            target.ids().stream().filter(id -> !tenants.contains(id)).forEach(victims::add);
        }
        Map<String, List<String>> before = RowDigest.of(scene.world.database, victims);
        Map<String, String> faults = new TreeMap<>();
        for (Template template : table.templates()) {
            for (Caller caller : scene.callers) {
                for (Target target : caller.foreign()) {
                    attack(template, caller, target, faults);
                }
            }
        }
        Map<String, List<String>> after = RowDigest.of(scene.world.database, victims);
        before.forEach((name, rows) -> assertThat(after.get(name)).as(name).isEqualTo(rows));
        assertThat(faults).isEmpty();
    }

    private void attack(Template template, Caller caller, Target target, Map<String, String> faults) {
        for (boolean optional : variants(template)) {
            Set<String> words = words(template, optional);
            if (!target.values().keySet().containsAll(words)) {
                continue;
            }
            attack(new Attempt(template, caller, target, optional, words), faults);
            for (String word : words) {
                if (words.size() > 1
                        && !TEXTS.contains(word)
                        && caller.own().values().keySet().containsAll(words)) {
                    attack(new Attempt(template, caller, target, optional, Set.of(word)), faults);
                }
            }
        }
    }

    /** One call to make: which of its words stand for things of the target; all others are the caller's own. */
    private record Attempt(Template template, Caller caller, Target target, boolean optional, Set<String> foreign) {}

    private void attack(Attempt attempt, Map<String, String> faults) {
        Target target = attempt.target();
        Target unknown = target.unknown(scene.world.platform.ids(), "zqnot");
        Request request = request(
                attempt.template(), attempt.optional(), target, attempt.caller().own(), attempt.foreign());
        Answer answer = call(attempt.caller().actor(), request);
        String name = attempt.template().route().operation() + " by "
                + attempt.caller().name() + " at " + target.marker() + " " + attempt.foreign();
        String leak = leak(answer, request, attempt);
        if (!leak.isEmpty()) {
            faults.put(name, leak + ": " + request + " -> " + answer);
            return;
        }
        if (attempt.foreign().stream().allMatch(word -> attempt.caller().knows(target.value(word)))) {
            return;
        }
        if (isRefusedAlias(attempt, answer)) {
            return;
        }
        Request other = request(
                attempt.template(),
                attempt.optional(),
                unknown,
                attempt.caller().own(),
                attempt.foreign());
        Answer expected = call(attempt.caller().actor(), other);
        String told = answer.status() + target.normal(answer.text());
        String wanted = expected.status() + unknown.normal(expected.text());
        if (!told.equals(wanted)) {
            faults.put(name, "differs: " + request + " -> " + told + "\n    " + wanted);
        }
    }

    /**
     * A dashboard keeps ids that its tenant does not have, and refuses what the tenant has and the author may not read
     * (docs/decisions.md): the one answer that differs, and only for things of the author's own tenant.
     */
    private boolean isRefusedAlias(Attempt attempt, Answer answer) {
        Actor actor = attempt.caller().actor();
        UUID tenant = attempt.target() == scene.ofOther ? scene.otherAdmin.tenantId() : scene.world.tenant;
        return actor != null
                && actor.tenantId().equals(tenant)
                && attempt.template().route().operation().equals("saveDashboard")
                && attempt.template().body().contains("entityAliases")
                && attempt.foreign().contains("DEVICE")
                && answer.status() == 400
                && answer.text().contains("names a DEVICE that does not exist");
    }

    private static String leak(Answer answer, Request request, Attempt attempt) {
        Target target = attempt.target();
        if (answer.status() >= 500) {
            return "fails";
        }
        String all = answer.text() + answer.headers();
        String asked = request.toString();
        if (!asked.contains(target.marker()) && all.contains(target.marker())) {
            return "shows the marker";
        }
        for (UUID id : target.ids()) {
            if (all.contains(id.toString())
                    && !asked.contains(id.toString())
                    && !attempt.caller().knows(id.toString())) {
                return "shows the id " + id;
            }
        }
        return "";
    }

    private static Set<String> words(Template template, boolean optional) {
        Set<String> words = new TreeSet<>(template.words(optional));
        words.removeIf(word -> word.endsWith("_KIND") || word.equals("FRESH") || word.equals("VALUE"));
        return words;
    }

    private Request request(Template template, boolean optional, Target target, Target own, Set<String> foreign) {
        fresh++;
        return template.request(optional, word -> {
            if (word.equals("FRESH") || word.equals("VALUE")) {
                return "fresh" + fresh;
            }
            String id = word.endsWith("_KIND") ? word.substring(0, word.length() - 5) : word;
            String value = (foreign.contains(id) ? target : own).values().get(word);
            return value == null ? "" : value;
        });
    }

    private static boolean isDoor(String target) {
        return target.startsWith("/api/noauth/")
                || target.startsWith("/api/auth/")
                || target.startsWith("/api/session");
    }

    private Answer call(@Nullable Actor actor, Request request) {
        if (isDoor(request.target())) {
            scene.later();
        }
        return wire.call(actor, request.method(), request.target(), request.body());
    }
}
