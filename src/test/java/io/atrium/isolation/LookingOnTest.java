package io.atrium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Authority;
import io.atrium.isolation.Template.Request;
import io.atrium.isolation.Wire.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation, called with good input by people who may do everything but look on as somebody else: what is marked
 * as reading works and leaves every row as it was, all the rest is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LookingOnTest {

    private Scene scene;
    private Wire wire;
    private OperationTable table;
    private int fresh;

    @BeforeAll
    void open() {
        scene = new Scene();
        wire = new Wire(scene.world.routes.all());
        table = OperationTable.read(scene.world.routes.all());
        // The platform makes the default profiles when somebody asks for them first.
        for (String kind : List.of("device", "asset")) {
            wire.call(scene.world.admin, "GET", "/api/" + kind + "ProfileInfo/default", new byte[0]);
        }
        learnCredentials();
    }

    /** The server notes once that somebody of a customer has learnt a device's credentials, in whatever way he reads them. */
    private void learnCredentials() {
        String device = scene.ofB.value("DEVICE");
        Answer answer = wire.call(scene.adminB, "GET", "/api/device/" + device + "/credentials", new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        scene.close();
    }

    private static Actor viewer(Actor actor) {
        return actor.as(actor.userName(), null, Entrance.VIEW_AS);
    }

    private record Look(Actor actor, Target target) {}

    @Test
    void whoLooksOnChangesNothing() {
        List<Look> looks = List.of(
                new Look(viewer(scene.world.admin), scene.ofTenant),
                new Look(viewer(scene.adminB), scene.ofB),
                new Look(viewer(TestWorld.SYSTEM), scene.ofTenant));
        Map<String, String> before = RowDigest.ofAll(scene.world.database);
        Map<String, String> faults = new TreeMap<>();
        int refused = 0;
        int answered = 0;
        for (Template template : table.templates()) {
            for (Look look : looks) {
                if (!isFor(template, look)) {
                    continue;
                }
                Answer answer = call(template, look);
                boolean isRefused = answer.status() == 403 && answer.text().contains("looking on as another user");
                if (isRefused == template.route().reads()) {
                    faults.put(template + " by " + look.actor().authority(), answer.toString());
                }
                refused += isRefused ? 1 : 0;
                answered += answer.isOk() ? 1 : 0;
            }
        }
        assertThat(faults).isEmpty();
        assertThat(RowDigest.ofAll(scene.world.database)).isEqualTo(before);
        assertThat(refused).as("refused calls").isGreaterThan(100);
        assertThat(answered).as("calls that read").isGreaterThan(150);
    }

    private static boolean isFor(Template template, Look look) {
        Authority authority = look.actor().authority();
        return template.route().callers().contains(authority)
                && look.target().values().keySet().containsAll(words(template));
    }

    private static List<String> words(Template template) {
        return template.words(true).stream()
                .filter(word -> !word.equals("FRESH") && !word.equals("VALUE"))
                .toList();
    }

    private Answer call(Template template, Look look) {
        fresh++;
        Request request = template.request(
                true,
                word -> word.equals("FRESH") || word.equals("VALUE")
                        ? "look" + fresh
                        : look.target().value(word));
        return wire.call(look.actor(), request.method(), request.target(), request.body());
    }
}
