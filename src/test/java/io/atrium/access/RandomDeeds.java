package io.atrium.access;

import io.atrium.access.NaiveFacts.Who;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people of a random server do over its routes, as far as they may, to have more than they were given. */
final class RandomDeeds {

    /** Keys that work, or did, with who made them, for whom, and the owner that the user had. */
    final List<Key> keys = new ArrayList<>();

    /** Tokens of those who look on or act as somebody. */
    final List<Look> looks = new ArrayList<>();

    private final RandomServer server;
    private final RandomClaims claims;

    record Key(String value, Actor maker, Actor user, int owner) {}

    record Look(String token, Actor behind, Actor user, int owner) {}

    RandomDeeds(RandomServer server) {
        this.server = server;
        this.claims = new RandomClaims(server);
    }

    void act() {
        makeKey();
        makerGoes();
        look();
        publish();
        shareOn();
        attach();
        for (int i = 0; i < 3; i++) {
            claims.act();
            share();
            passOn();
        }
    }

    private void makeKey() {
        Entry user = server.any("USER");
        Actor maker = server.random.nextBoolean() ? server.world.admin : server.actor(server.any("USER"));
        boolean expected = maker.userId().equals(user.id())
                || server.naive().allowed(server.who(maker), "WRITE", user.ordinal())
                        && server.naive().coversAll(server.who(maker), new Who(user.ordinal(), null));
        Answer answer = server.world.api.post(
                maker,
                "/api/apiKey",
                Json.write(Map.of("description", "random", "userId", Map.of("entityType", "USER", "id", user.id()))));
        if (answer.status() == 400) {
            return;
        }
        server.count(
                "key made",
                expected,
                answer.status() == 200,
                maker.userName() + " for " + user.name() + ": " + (answer.status() == 200 ? "" : answer.text()));
        if (answer.status() == 200) {
            keys.add(new Key(answer.json().path("value").asText(), maker, server.actor(user), user.owner()));
        }
    }

    /** Now and then somebody who made a key for another one goes to another owner: his key must not outlive what he could. */
    private void makerGoes() {
        List<Entry> makers = keys.stream()
                .filter(key -> !key.maker().userId().equals(key.user().userId()))
                .map(key -> server.find(key.maker()))
                .filter(maker -> maker != null && !maker.id().equals(server.world.admin.userId()))
                .toList();
        Entry owner = server.any("CUSTOMER");
        if (!makers.isEmpty() && server.random.nextInt(8) == 0) {
            server.world.platform.gate().change(server.world.admin, server.world.tenant, change -> {
                change.changeOwner(makers.get(server.random.nextInt(makers.size())), owner);
                return true;
            });
        }
    }

    private void look() {
        Entry user = server.any("USER");
        Actor behind = server.random.nextBoolean() ? server.world.admin : server.actor(server.any("USER"));
        if (behind.authority() != Authority.TENANT_ADMIN || behind.userId().equals(user.id())) {
            return;
        }
        Answer answer = server.world.api.get(
                behind, "/api/user/" + user.id() + "/token?readOnly=" + server.random.nextBoolean());
        server.count(
                "look begun", looks(behind, user), answer.status() == 200, behind.userName() + " as " + user.name());
        if (answer.status() == 200) {
            looks.add(new Look(answer.json().path("token").asText(), behind, server.actor(user), user.owner()));
        }
    }

    private boolean looks(Actor behind, Entry user) {
        return server.naive().allowed(server.who(behind), "IMPERSONATE", user.ordinal())
                && server.naive().coversAll(server.who(behind), new Who(user.ordinal(), null));
    }

    private void publish() {
        Actor actor = server.actor(server.any("USER"));
        Entry group = server.any("ENTITY_GROUP");
        String members = server.directory().memberKind(group);
        if (members.equals("USER") || members.equals("CUSTOMER")) {
            return;
        }
        NaiveRights before = server.naive();
        boolean expected = before.allowed(server.who(actor), "READ", group.ordinal())
                && before.mayPublish(server.who(actor), group.ordinal());
        Answer answer = server.world.api.post(actor, "/api/entityGroup/" + group.id() + "/makePublic", "");
        server.count(
                "publishing",
                expected,
                answer.status() == 200,
                actor.userName() + " " + group.name() + ": " + answer.text());
    }

    /** The tenant shares something with a customer so that it can be passed on, mostly for a while. */
    private void shareOn() {
        Entry asset = server.any("ASSET");
        Entry customer = server.any("CUSTOMER");
        if (asset.ordinal() == AccessModel.TENANT || customer.ordinal() == AccessModel.TENANT) {
            return;
        }
        Answer made = server.world.api.post(
                server.world.admin,
                "/api/role",
                Json.write(Map.of(
                        "name",
                        "On " + server.now.get() + " " + server.random.nextInt(),
                        "type",
                        "GROUP",
                        "permissions",
                        List.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY", "WRITE", "SHARE_GROUP"))));
        if (made.status() != 200) {
            return;
        }
        Map<String, Object> request = new TreeMap<>(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", asset.id()),
                "receiver", Map.of("entityType", "CUSTOMER", "id", customer.id()),
                "roleIds",
                        List.of(Map.of(
                                "entityType",
                                "ROLE",
                                "id",
                                made.json().at("/id/id").asText()))));
        if (server.random.nextInt(3) > 0) {
            request.put("until", server.now.get() + RandomServer.HALF_AN_HOUR * (1 + server.random.nextInt(6)));
        }
        server.world.api.post(server.world.admin, "/api/access/share", Json.write(request));
    }

    /** A device becomes a gateway, and somebody draws the relation that gives it another one. */
    private void attach() {
        Entry gateway = server.any("DEVICE");
        Entry device = server.any("DEVICE");
        Actor by = server.random.nextBoolean() ? server.world.admin : server.actor(server.any("USER"));
        if (gateway.ordinal() == AccessModel.TENANT || gateway.equals(device)) {
            return;
        }
        server.world.platform.gate().change(server.world.admin, server.world.tenant, change -> {
            change.facts().mark(gateway, Mark.GATEWAY);
            return true;
        });
        server.world.api.post(
                by,
                "/api/relation",
                Json.write(Map.of(
                        "from",
                        Map.of("entityType", "DEVICE", "id", gateway.id()),
                        "to",
                        Map.of("entityType", "DEVICE", "id", device.id()),
                        "type",
                        "Created",
                        "typeGroup",
                        "COMMON")));
    }

    /** Somebody shares something that he may see with anybody. */
    private void share() {
        Entry by = server.any("USER");
        List<Entry> seen = server.all("ASSET").stream()
                .filter(asset -> server.directory()
                        .access()
                        .check(new AccessEngine.Subject.User(by.ordinal()), Operation.READ, asset.ordinal()))
                .toList();
        if (!seen.isEmpty()) {
            Entry receiver = server.any(server.random.nextBoolean() ? "CUSTOMER" : "USER");
            share(
                    server.actor(by),
                    seen.get(server.random.nextInt(seen.size())),
                    receiver,
                    server.random.nextBoolean());
        }
    }

    /** Somebody who was given something so that he may share it shares it with people of his own. */
    private void passOn() {
        AccessEngine access = server.directory().access();
        for (Entry by : server.all("USER")) {
            AccessEngine.Subject.User user = new AccessEngine.Subject.User(by.ordinal());
            for (Entry asset : server.all("ASSET")) {
                boolean given = access.mayShare(user, asset.ordinal()) && !access.givesAsOwner(user, asset.ordinal());
                if (given && server.random.nextInt(4) == 0 && by.owner() != AccessModel.TENANT) {
                    List<Entry> receivers = server.all(server.random.nextBoolean() ? "USER" : "CUSTOMER").stream()
                            .filter(receiver -> server.directory().model().isInChain(by.owner(), receiver.ordinal()))
                            .toList();
                    Entry receiver = receivers.isEmpty()
                            ? server.directory().entry(by.owner())
                            : receivers.get(server.random.nextInt(receivers.size()));
                    share(server.actor(by), asset, receiver, server.random.nextInt(4) > 0);
                    return;
                }
            }
        }
    }

    /** What anybody gains by a share, whoever shared has; and a plain read share gives reading only. */
    private void share(Actor by, Entry asset, Entry receiver, boolean plain) {
        Entry role = server.any("ROLE");
        Map<String, Object> request = new TreeMap<>(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", asset.id()),
                "receiver", Map.of("entityType", server.directory().kindName(receiver), "id", receiver.id())));
        request.put(
                plain ? "readElseWrite" : "roleIds",
                plain ? true : List.of(Map.of("entityType", "ROLE", "id", role.id())));
        NaiveRights before = server.naive();
        Answer answer = server.world.api.post(by, "/api/access/share", Json.write(request));
        server.count("share", answer.status() == 200, answer.status() == 200, "");
        if (answer.status() != 200) {
            return;
        }
        NaiveRights after = server.naive();
        for (Entry user : server.all("USER")) {
            for (Operation operation : Operation.values()) {
                Who who = new Who(user.ordinal(), null);
                boolean gained = !before.allowed(who, operation.name(), asset.ordinal())
                        && after.allowed(who, operation.name(), asset.ordinal());
                if (gained) {
                    server.count(
                            "gain",
                            true,
                            before.allowed(server.who(by), operation.name(), asset.ordinal()),
                            operation.name());
                    boolean passedOn = !before.isAbove(server.entry(by).owner(), asset.ordinal());
                    if (passedOn) {
                        server.count("gain by passing on", true, true, "");
                    }
                    server.count(
                            "gain of a plain share",
                            true,
                            !plain || Vocabulary.PUBLIC_OPERATIONS.contains(operation),
                            operation + " on " + asset.name());
                }
            }
        }
    }
}
