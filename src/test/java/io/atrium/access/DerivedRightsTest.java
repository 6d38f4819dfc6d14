package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.NaiveFacts.Who;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.device.GatewayDevices;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Mark;
import io.atrium.http.TestApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What comes from rights, in random worlds of whole servers, against the naive evaluator: permissions over the routes, keys,
 * looks and acting sessions, places behind gateways, publishing, claims, accounts that are switched off, shares and shares
 * that are passed on, dynamic values of filters, and roles called like the platform's.
 */
final class DerivedRightsTest {

    private static final Logger LOG = Logger.getLogger(DerivedRightsTest.class);
    private static final int ROUNDS = 40;
    private static final int CHANGES = 8;
    private static final int QUESTIONS = 60;

    /** Worlds to play; more for a long run: {@code -Datrium.oracle.worlds=50}. */
    private static final int WORLDS = Integer.getInteger("atrium.oracle.worlds", 4);

    /** So many times the worlds are played when a question had only one answer so far: worlds of one seed differ by their ids. */
    private static final int PATIENCE = 4;

    private static final List<String> ANSWERED_BOTH_WAYS = List.of(
            "route",
            "key",
            "key made",
            "look begun",
            "gateway",
            "publishing",
            "share",
            "claim offered",
            "claim",
            "dynamic value");

    private static final List<String> KINDS =
            List.of("DEVICE", "ASSET", "DASHBOARD", "CUSTOMER", "ENTITY_GROUP", "USER", "ROLE");

    private final Map<String, int[]> counts = new TreeMap<>();

    @Test
    void whatComesFromARightFollowsIt() throws IOException {
        int worlds = 0;
        while (worlds < WORLDS || worlds < WORLDS * PATIENCE && !answeredBothWays()) {
            worlds++;
            try (RandomServer server = new RandomServer(worlds, counts)) {
                new Play(server).play("seed " + worlds);
            }
        }
        StringBuilder summary = new StringBuilder(worlds + " worlds, 0 differences, answers of no and yes:");
        counts.forEach((what, count) -> summary.append(' ')
                .append(what)
                .append(' ')
                .append(count[0])
                .append('/')
                .append(count[1]));
        LOG.info(summary);
        Files.writeString(Path.of("target", "derived-rights.txt"), summary + "\n");
        for (String what : ANSWERED_BOTH_WAYS) {
            assertThat(counts.getOrDefault(what, new int[2]))
                    .as(what + " of both answers")
                    .doesNotContain(0);
        }
        assertThat(counts).containsKeys("look", "gain", "gain by passing on", "gain of a plain share");
    }

    private boolean answeredBothWays() {
        return ANSWERED_BOTH_WAYS.stream().noneMatch(what -> {
            int[] answers = counts.getOrDefault(what, new int[2]);
            return answers[0] == 0 || answers[1] == 0;
        });
    }

    /** One world, and the questions about it. */
    private static final class Play {
        private final RandomServer server;
        private final RandomDeeds deeds;

        Play(RandomServer server) {
            this.server = server;
            this.deeds = new RandomDeeds(server);
        }

        void play(String name) {
            RandomChanges changes = new RandomChanges(server.world, server.random, () -> {
                server.now.addAndGet(RandomServer.HALF_AN_HOUR);
                deeds.looks.clear();
            });
            for (int round = 0; round < ROUNDS; round++) {
                server.where = name + ", round " + round;
                for (int i = 0; i < CHANGES; i++) {
                    changes.run();
                }
                openAccounts();
                deeds.act();
                ask();
            }
        }

        /** Accounts are of the people package, and random changes make users without. */
        private void openAccounts() {
            server.world.database.transaction(sql -> sql.execute("""
                    insert into user_account (user_id, email, email_key, enabled)
                    select id, name, lower(name), true from entity where kind = 'USER' and tenant_id = ? on conflict do nothing
                    """, server.world.tenant));
        }

        private void ask() {
            NaiveRights naive = server.naive();
            for (int i = 0; i < QUESTIONS; i++) {
                Entry user = server.any("USER");
                Entry thing =
                        server.any(List.of("DEVICE", "ASSET", "DASHBOARD", "CUSTOMER", "ENTITY_GROUP", "USER", "ROLE")
                                .get(server.random.nextInt(7)));
                Operation operation = Operation.values()[server.random.nextInt(Operation.values().length)];
                boolean actual = server.world
                        .api
                        .get(
                                server.actor(user),
                                "/api/permission/" + server.directory().kindName(thing) + "/" + thing.id() + "/"
                                        + operation)
                        .json()
                        .asBoolean();
                boolean expected = naive.allowed(new Who(user.ordinal(), null), operation.name(), thing.ordinal());
                server.count("route", expected, actual, user.name() + " " + operation + " " + thing.name());
            }
            deeds.keys.removeIf(key ->
                    server.find(key.user()) == null || server.entry(key.user()).owner() != key.owner());
            deeds.keys.forEach(key -> askKey(naive, key));
            deeds.looks.removeIf(look -> server.find(look.user()) == null
                    || server.entry(look.user()).owner() != look.owner());
            deeds.looks.forEach(look -> askLook(naive, look));
            askGateways(naive);
            askDynamicValue(naive);
        }

        private void askKey(NaiveRights naive, RandomDeeds.Key key) {
            Entry user = server.entry(key.user());
            Entry maker = server.find(key.maker());
            boolean expected = key.maker().userId().equals(key.user().userId())
                    || maker != null
                            && naive.allowed(new Who(maker.ordinal(), null), "WRITE", user.ordinal())
                            && naive.coversAll(new Who(maker.ordinal(), null), new Who(user.ordinal(), null));
            server.count(
                    "key",
                    expected,
                    isCaller("ApiKey " + key.value()),
                    key.maker().userName() + " for " + user.name());
        }

        private void askLook(NaiveRights naive, RandomDeeds.Look look) {
            Entry user = server.entry(look.user());
            Entry behind = server.find(look.behind());
            boolean expected = behind != null
                    && naive.allowed(new Who(behind.ordinal(), null), "IMPERSONATE", user.ordinal())
                    && naive.coversAll(new Who(behind.ordinal(), null), new Who(user.ordinal(), null));
            server.count(
                    "look",
                    expected,
                    isCaller("Bearer " + look.token()),
                    look.behind().userName() + " as " + user.name());
        }

        private boolean isCaller(String credentials) {
            try {
                server.world.people.authenticator().authenticate(credentials);
                return true;
            } catch (Problem refused) {
                return false;
            }
        }

        /** A place behind a gateway, as the database has it. */
        private record Place(
                UUID gateway, UUID device, @Nullable UUID by) {}

        private void askGateways(NaiveRights naive) {
            List<Place> places = server.world.database.read(sql -> sql.createQuery(
                            "select gateway_id, device_id, attached_by from gateway_attachment where tenant_id = :tenant")
                    .bind("tenant", server.world.tenant)
                    .map((rs, context) -> new Place(
                            rs.getObject(1, UUID.class), rs.getObject(2, UUID.class), rs.getObject(3, UUID.class)))
                    .list());
            for (Entry gateway : server.all("DEVICE")) {
                boolean isGateway = server.directory().marks().has(Mark.GATEWAY, gateway.ordinal());
                boolean byName = !server.directory().marks().has(Mark.ONLY_ATTACHED, gateway.ordinal());
                for (Entry device : server.all("DEVICE")) {
                    boolean expected = isGateway
                            && !gateway.equals(device)
                            && (byName && gateway.owner() == device.owner()
                                    || places.stream()
                                            .anyMatch(place -> place.gateway().equals(gateway.id())
                                                    && place.device().equals(device.id())
                                                    && counts(naive, place, gateway, device)));
                    boolean actual = GatewayDevices.maySpeakFor(server.directory(), gateway.id(), device.id());
                    server.count("gateway", expected, actual, gateway.name() + " for " + device.name());
                }
            }
        }

        private boolean counts(NaiveRights naive, Place place, Entry gateway, Entry device) {
            UUID by = place.by();
            if (by == null) {
                return true;
            }
            return server.directory()
                    .find(by)
                    .filter(user -> !server.directory().marks().has(Mark.ACCOUNT_OFF, user.ordinal()))
                    .map(user -> new Who(user.ordinal(), null))
                    .filter(user -> naive.administers(user, "DEVICE", gateway.owner())
                            && naive.administers(user, "DEVICE", device.owner()))
                    .isPresent();
        }

        /** Assets above a threshold of the tenant: who may not read it counts by the default. */
        private void askDynamicValue(NaiveRights naive) {
            server.world.platform.gate().change(server.world.admin, server.world.tenant, change -> {
                server.all("ASSET")
                        .forEach(asset -> change.putAttributes(
                                asset, KeyScope.SERVER_SCOPE, Map.of("level", Value.of(asset.ordinal() % 10))));
                change.putAttributes(
                        server.directory().tenant(), KeyScope.SERVER_SCOPE, Map.of("threshold", Value.of(5)));
                return true;
            });
            String query = """
                    {"entityFilter":{"type":"entityType","entityType":"ASSET"},
                     "keyFilters":[{"key":{"type":"SERVER_ATTRIBUTE","key":"level"},"valueType":"NUMERIC","predicate":
                      {"type":"NUMERIC","operation":"GREATER","value":{"defaultValue":2,"userValue":null,"dynamicValue":
                       {"sourceType":"CURRENT_TENANT","sourceAttribute":"threshold","inherit":false}}}}]}
                    """;
            for (Entry user : server.all("USER")) {
                Who who = new Who(user.ordinal(), null);
                boolean known = naive.allowed(who, "READ_ATTRIBUTES", AccessModel.TENANT);
                int limit = known ? 5 : 2;
                long expected = server.all("ASSET").stream()
                        .filter(asset -> naive.allowed(who, "READ", asset.ordinal())
                                && naive.allowed(who, "READ_ATTRIBUTES", asset.ordinal())
                                && asset.ordinal() % 10 > limit)
                        .count();
                Answer answer = server.world.api.post(server.actor(user), "/api/entitiesQuery/count", query);
                assertThat(answer.text())
                        .as(server.where + ": count of " + user.name())
                        .isEqualTo(Long.toString(expected));
                server.count("dynamic value", known, known, "");
            }
        }
    }
}
