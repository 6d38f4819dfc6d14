package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every command with a foreign id in every place, by every foreigner, alone and among own ids: nothing of the others
 * shows, now or when it changes, and the answer is that for an id that never was (threats.md, themes 1, 2, 4, 6, 7).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveIsolationTest {

    private static final String SECRET = "918273645";

    private LiveServer server;
    private Entry target;
    private Entry view;
    private UUID nobody;
    private final Map<String, Actor> foreigners = new LinkedHashMap<>();

    @BeforeAll
    void open() {
        server = new LiveServer(java.time.InstantSource.system(), Map.of("ATRIUM_WS_UPDATE_RATE", "200"));
        target = server.device("Target", server.customerA);
        view = server.view("Target's view", server.customerA, 0, 0);
        nobody = server.world.platform.ids().next();
        foreigners.put("other customer", server.jack);
        foreigners.put("sub-customer", server.sub);
        foreigners.put("user without groups", server.newUser(server.world.tenant, server.customerA, "none@a.example"));
        UUID otherTenant = server.world.newTenant("Other");
        foreigners.put(
                "administrator of another tenant",
                server.newUser(otherTenant, null, "admin@other.example", DefaultGroups.TENANT_ADMINISTRATORS));
        server.store(target, "t", Long.parseLong(SECRET));
        server.store(server.deviceA, "t", Long.parseLong(SECRET));
        server.attribute(target, KeyScope.SERVER_SCOPE, "model", SECRET);
    }

    @AfterAll
    void close() {
        server.close();
    }

    /** Each command with one device id; the ids count up. */
    private List<String> commands(UUID id, String kind) {
        List<String> commands = new ArrayList<>();
        String entity = ",\"entityType\":\"" + kind + "\",\"entityId\":\"" + id + "\"";
        String range = ",\"startTs\":0,\"endTs\":9999999999999,\"limit\":10";
        for (String type : List.of("ATTRIBUTES", "TIMESERIES", "TIMESERIES_HISTORY")) {
            for (String more : List.of("", ",\"keys\":\"t,model\"", ",\"keys\":\"t\",\"timeWindow\":9999999999999")) {
                commands.add(
                        "{\"type\":\"" + type + "\",\"cmdId\":" + (commands.size() + 1) + entity + range + more + "}");
            }
        }
        String all = Commands.latest("TIME_SERIES:t", "ATTRIBUTE:model", "SERVER_ATTRIBUTE:model", "ENTITY_FIELD:name")
                + ",\"historyCmd\":{\"keys\":[\"t\"]" + range + "},\"tsCmd\":{\"keys\":[\"t\"],\"startTs\":0,"
                + "\"timeWindow\":9999999999999,\"limit\":10},\"aggHistoryCmd\":{\"keys\":[{\"id\":1,\"key\":\"t\","
                + "\"agg\":\"SUM\"}],\"startTs\":0,\"endTs\":9999999999999},\"aggTsCmd\":{\"keys\":[{\"id\":1,\"key\":"
                + "\"t\",\"agg\":\"MAX\"}],\"startTs\":0,\"timeWindow\":9999999999999}";
        for (String filter : filters(id, kind)) {
            String query = "\"query\":{\"entityFilter\":" + filter
                    + ",\"pageLink\":{\"pageSize\":100,\"page\":0,\"dynamic\":true,\"sortOrder\":{\"key\":{\"type\":"
                    + "\"TIME_SERIES\",\"key\":\"t\"},\"direction\":\"ASC\"}}"
                    + ",\"latestValues\":[{\"type\":\"TIME_SERIES\",\"key\":\"t\"}]}";
            commands.add("{\"type\":\"ENTITY_DATA\",\"cmdId\":" + (commands.size() + 1) + "," + query + all + "}");
            commands.add("{\"type\":\"ENTITY_COUNT\",\"cmdId\":" + (commands.size() + 1)
                    + ",\"query\":{\"entityFilter\":" + filter + "}}");
        }
        return commands;
    }

    private static List<String> filters(UUID id, String kind) {
        String ref = "{\"entityType\":\"" + kind + "\",\"id\":\"" + id + "\"}";
        return List.of(
                "{\"type\":\"singleEntity\",\"singleEntity\":" + ref + "}",
                "{\"type\":\"stateEntityOwner\",\"singleEntity\":" + ref + "}",
                "{\"type\":\"entityList\",\"entityType\":\"" + kind + "\",\"entityList\":[\"" + id + "\"]}",
                "{\"type\":\"relationsQuery\",\"rootEntity\":" + ref + ",\"direction\":\"FROM\",\"maxLevel\":2,"
                        + "\"filters\":[]}",
                "{\"type\":\"deviceSearchQuery\",\"rootEntity\":" + ref + ",\"direction\":\"TO\",\"maxLevel\":2,"
                        + "\"relationType\":\"Contains\",\"deviceTypes\":[\"default\"]}");
    }

    @Test
    void theOwnerSeesTheSecretThroughEveryKindOfCommand() {
        LiveClient client = server.client(server.emma);
        for (String command : commands(target.id(), "DEVICE")) {
            client.commands(command);
        }
        String answers = client.settled().toString();
        assertThat(answers).contains(SECRET).contains(target.id().toString());
        client.close();
    }

    @Test
    void foreignersGetTheAnswerForAnIdThatNeverWas() {
        foreigners.forEach((who, actor) -> {
            String token = server.token(actor);
            for (Entry foreign : List.of(target, view)) {
                String kind = foreign == view ? "ENTITY_VIEW" : "DEVICE";
                List<String> wanted = commands(foreign.id(), kind);
                List<String> unknown = commands(nobody, kind);
                for (int i = 0; i < wanted.size(); i++) {
                    String there = answers(token, wanted.get(i), foreign.id());
                    String never = answers(token, unknown.get(i), nobody);
                    assertThat(there).as(who + ": " + wanted.get(i)).isEqualTo(never);
                }
            }
        });
    }

    /** All that comes of a command, at once and after the foreign thing changed. */
    private String answers(String token, String command, UUID id) {
        LiveClient client = server.client(token);
        client.commands(command);
        List<JsonNode> frames = new ArrayList<>(client.settled());
        server.store(target, "t", Long.parseLong(SECRET));
        server.attribute(target, KeyScope.SERVER_SCOPE, "model", SECRET);
        frames.addAll(client.settled());
        client.close();
        String text = frames.toString();
        assertThat(text).as(command).doesNotContain(SECRET);
        return text.replace(id.toString(), "ID");
    }

    @Test
    void aForeignIdAmongOwnOnesIsLeftOut() {
        LiveClient client = server.client(server.jack);
        server.store(server.deviceB, "t", 5);
        client.commands(
                Commands.data(1, true, Commands.latest("TIME_SERIES:t"), server.deviceB, target),
                Commands.count(2, server.deviceB, target),
                Commands.data(3, false, Commands.ts("t", 0, 9_999_999_999_999L), target, server.deviceB));
        assertThat(client.next(1).at("/data/totalElements").asInt()).isEqualTo(1);
        assertThat(client.next(2).path("count").asInt()).isEqualTo(1);
        assertThat(client.next(3).toString()).doesNotContain(SECRET);
        server.store(target, "t", Long.parseLong(SECRET));
        server.store(server.deviceB, "t", 6);
        assertThat(client.next(1).toString()).contains("\"6\"").doesNotContain(SECRET);
        assertThat(client.settled().toString()).doesNotContain(SECRET);
        client.close();
    }

    @Test
    void idsOfOneKindUnderAnotherKindsNameAreUnknown() {
        LiveClient client = server.client(server.emma);
        client.commands(
                "{\"type\":\"TIMESERIES\",\"cmdId\":1,\"entityType\":\"ASSET\",\"entityId\":\"" + target.id() + "\"}",
                "{\"type\":\"ATTRIBUTES\",\"cmdId\":2,\"entityType\":\"CUSTOMER\",\"entityId\":\"" + server.customerB
                        + "\"}");
        assertThat(client.next(1).path("errorCode").asInt()).isEqualTo(3);
        assertThat(client.next(2).path("errorCode").asInt()).isEqualTo(3);
        client.close();
    }

    @Test
    void systemAdministratorsHaveNothingToFollow() {
        LiveServer other = server;
        Actor root = new Actor(
                io.atrium.base.Authority.SYS_ADMIN,
                io.atrium.base.Ref.NULL_ID,
                null,
                io.atrium.base.Ref.NULL_ID,
                "root",
                null,
                false);
        assertThat(other.world.platform.scopes().of(root).actor().isSystem()).isTrue();
        other.world.people.bootstrap().ensureSystemAdministrator("root@atrium.example", LiveServer.PASSWORD);
        LiveClient client = other.client(other.world
                .login("root@atrium.example", LiveServer.PASSWORD)
                .path("token")
                .asText());
        client.commands(Commands.attributes(1, target.id(), ""), Commands.count(2, target));
        assertThat(client.next(1).path("errorCode").asInt()).isEqualTo(3);
        assertThat(client.next(2).path("errorCode").asInt()).isEqualTo(3);
        client.close();
    }

    @Test
    void tokensOfThoseWhoAreOutOpenNothing() {
        Actor leaver =
                server.newUser(server.world.tenant, server.customerA, "leaver@a.example", DefaultGroups.CUSTOMER_USERS);
        String loggedOut = server.token(leaver);
        server.ok(server.world.api.post(server.world.caller(loggedOut), "/api/auth/logout", ""));
        String disabled = server.token(leaver);
        server.ok(server.world.api.post(
                server.world.admin,
                "/api/user/" + leaver.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false",
                ""));
        for (String token : List.of(loggedOut, disabled)) {
            assertThat(server.client(token).closed()).startsWith("1007 ");
            LiveClient first = server.anonymous();
            first.send("{\"authCmd\":{\"cmdId\":0,\"token\":\"" + token + "\"},\"cmds\":[" + Commands.count(1, target)
                    + "]}");
            assertThat(first.closed()).startsWith("1007 ");
            assertThat(first.seen()).isEmpty();
        }
    }
}
