package io.atrium.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.RecordingLink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that waits is judged by the rights that its caller has when it goes, and shown to whom it concerns. */
final class CommandRightsTest {

    private static final int KEPT = 80;
    private static final TestWorld WORLD = new TestWorld(
            new HandClock(), TestWorld.NO_MAIL, Map.of("ATRIUM_RPC_MAX_PERSISTENT", Integer.toString(KEPT)));
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final UUID NORTH = WORLD.newCustomer(WORLD.tenant, null, "North");
    private static final UUID SOUTH = WORLD.newCustomer(WORLD.tenant, null, "South");
    private static final Actor NORTHS = person(NORTH, "north@commands.example");
    private static final Actor SOUTHS = person(SOUTH, "south@commands.example");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Actor person(UUID customer, String email) {
        return WORLD.newUser(WORLD.tenant, customer, email, DefaultGroups.CUSTOMER_ADMINISTRATORS);
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device?accessToken=cr-" + name, Map.of("name", name));
    }

    /** Shares a device for writing; the id of the grant. */
    private static String share(UUID device, UUID customer) {
        Answer answer = WORLD.api.post(WORLD.admin, "/api/access/share", """
                {"entity":{"entityType":"DEVICE","id":"%s"},"receiver":{"entityType":"CUSTOMER","id":"%s"},
                 "readElseWrite":false}
                """.formatted(device, customer));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/grantIds/0").asText();
    }

    private static void revoke(String grant) {
        assertThat(WORLD.api
                        .delete(WORLD.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
    }

    private static void give(UUID device, UUID customer) {
        Answer answer = WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static UUID queue(Actor caller, UUID device, String method) {
        Answer answer = WORLD.api.post(
                caller,
                "/api/rpc/twoway/" + device,
                "{\"method\":\"" + method + "\",\"persistent\":true,\"retries\":3,\"params\":{\"pin\":1234},"
                        + "\"expirationTime\":" + (WORLD.platform.clock().millis() + 9_000_000_000L) + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return UUID.fromString(answer.json().path("rpcId").asText());
    }

    private static OpenLink listen(String name, RecordingLink link) {
        OpenLink open = INGEST.links()
                .open(INGEST.byToken("cr-" + name).orElseThrow(), DeviceTransport.MQTT, Manner.EXCLUSIVE, link);
        open.subscribeCommands();
        return open;
    }

    private static JsonNode rpc(Actor caller, UUID id) {
        return WORLD.api.get(caller, "/api/rpc/persistent/" + id).json();
    }

    private static void awaitStatus(UUID id, String status) {
        await(() -> rpc(WORLD.admin, id).path("status").asText().equals(status));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time");
            }
            Thread.yield();
        }
    }

    private static List<String> listed(Actor caller, UUID device) {
        JsonNode page = WORLD.api
                .get(
                        caller,
                        "/api/rpc/persistent/device/" + device + "?pageSize=100&page=0&sortProperty=createdTime"
                                + "&sortOrder=ASC")
                .json();
        List<String> methods = StreamSupport.stream(page.path("data").spliterator(), false)
                .map(row -> row.at("/request/body/method").asText())
                .toList();
        assertThat(page.path("totalElements").asInt()).isEqualTo(methods.size());
        return methods;
    }

    @Test
    void aQueuedCommandEndsWithTheShareOfItsCaller() {
        UUID device = device("revoked");
        String grant = share(device, NORTH);
        UUID theirs = queue(NORTHS, device, "theirs");
        UUID ours = queue(WORLD.admin, device, "ours");
        revoke(grant);
        RecordingLink link = new RecordingLink();
        listen("revoked", link);
        assertThat(link.nextCommand().method()).isEqualTo("ours");
        awaitStatus(theirs, "FAILED");
        awaitStatus(ours, "SENT");
        assertThat(rpc(WORLD.admin, theirs).at("/response/error").asText()).isEqualTo(CallerRights.RIGHT_ENDED);
    }

    @Test
    void aCommandIsNotTriedAgainForSomebodyWhoseRightHasEnded() {
        UUID device = device("again");
        String grant = share(device, NORTH);
        RecordingLink link = new RecordingLink();
        OpenLink open = listen("again", link);
        UUID id = queue(NORTHS, device, "x");
        int sent = link.nextCommand().id();
        awaitStatus(id, "SENT");
        revoke(grant);
        open.undelivered(sent);
        awaitStatus(id, "FAILED");
        assertThat(link.hasNoCommand()).isTrue();
    }

    @Test
    void aQueuedCommandEndsWithItsCaller() {
        UUID device = device("leaver");
        give(device, NORTH);
        Actor leaver = person(NORTH, "leaver@commands.example");
        UUID id = queue(leaver, device, "late");
        assertThat(WORLD.api.delete(WORLD.admin, "/api/user/" + leaver.userId()).status())
                .isEqualTo(200);
        RecordingLink link = new RecordingLink();
        listen("leaver", link);
        awaitStatus(id, "FAILED");
        assertThat(link.hasNoCommand()).isTrue();
    }

    @Test
    void aQueuedCommandEndsWhenItsCallerIsSwitchedOff() {
        UUID device = device("off");
        UUID user = WORLD.save(
                WORLD.admin,
                "/api/user?sendActivationMail=false",
                Map.of("email", "off@commands.example", "authority", "TENANT_ADMIN"));
        WORLD.api.post(WORLD.admin, "/api/user/" + user + "/userCredentialsEnabled?userCredentialsEnabled=false", "");
        UUID group = UUID.fromString(WORLD.api
                .get(WORLD.admin, "/api/entityGroup/TENANT/" + WORLD.tenant + "/USER/Tenant%20Administrators")
                .json()
                .at("/id/id")
                .asText());
        WORLD.api.post(WORLD.admin, "/api/entityGroup/" + group + "/addEntities", "[\"" + user + "\"]");
        Actor off = new Actor(WORLD.admin.authority(), WORLD.tenant, null, user, "off@commands.example", null, false);
        UUID id = queue(off, device, "late");
        RecordingLink link = new RecordingLink();
        listen("off", link);
        awaitStatus(id, "FAILED");
        assertThat(link.hasNoCommand()).isTrue();
    }

    /** Somebody of the tenant with an account, who may do everything. */
    @ParameterizedTest
    @ValueSource(strings = {"deleted", "off"})
    void aQueuedCommandEndsWithTheKeyThatItCameBy(String end) {
        String name = "key-" + end;
        UUID device = device(name);
        Actor robot = WORLD.newAdministrator(name + "@commands.example");
        JsonNode key = WORLD.api
                .post(robot, "/api/apiKey", "{\"userId\":{\"entityType\":\"USER\",\"id\":\"" + robot.userId() + "\"}}")
                .json();
        Actor byKey = WORLD.people
                .authenticator()
                .authenticate("ApiKey " + key.path("value").asText());
        UUID gone = queue(byKey, device, "gone");
        UUID own = queue(robot, device, "own");
        String path = "/api/apiKey/" + key.at("/id/id").asText();
        Answer ended = end.equals("deleted")
                ? WORLD.api.delete(robot, path)
                : WORLD.api.call(robot, "PUT", path + "/enabled/false", "");
        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        RecordingLink link = new RecordingLink();
        listen(name, link);
        assertThat(link.nextCommand().method()).isEqualTo("own");
        awaitStatus(gone, "FAILED");
        awaitStatus(own, "SENT");
    }

    @Test
    void aQueuedCommandOfSomebodyWhoActedAsAnotherEndsWithHisRightToIt() {
        UUID device = device("acted");
        Actor chief = WORLD.newAdministrator("chief@commands.example");
        Actor user = WORLD.newAdministrator("user@commands.example");
        String token = WORLD.api
                .get(chief, "/api/user/" + user.userId() + "/token?readOnly=false")
                .json()
                .path("token")
                .asText();
        UUID acted = queue(WORLD.caller(token), device, "acted");
        UUID own = queue(user, device, "own");
        String off = "/api/user/" + chief.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false";
        assertThat(WORLD.api.post(WORLD.admin, off, "").status()).isEqualTo(200);
        RecordingLink link = new RecordingLink();
        listen("acted", link);
        assertThat(link.nextCommand().method()).isEqualTo("own");
        awaitStatus(acted, "FAILED");
        awaitStatus(own, "SENT");
    }

    @Test
    void aChangeOfOwnerEndsTheWholeQueueAndIsAudited() {
        UUID device = device("moved");
        give(device, NORTH);
        UUID theirs = queue(NORTHS, device, "theirs");
        UUID tenants = queue(WORLD.admin, device, "tenants");
        give(device, SOUTH);
        awaitStatus(theirs, "FAILED");
        awaitStatus(tenants, "FAILED");
        assertThat(rpc(WORLD.admin, tenants).at("/response/error").asText()).isEqualTo(CallerRights.OWNER_CHANGED);
        UUID fresh = queue(SOUTHS, device, "fresh");
        RecordingLink link = new RecordingLink();
        listen("moved", link);
        assertThat(link.nextCommand().method()).isEqualTo("fresh");
        awaitStatus(fresh, "SENT");
        assertThat(link.hasNoCommand()).isTrue();
        String log = WORLD.api
                .get(
                        WORLD.admin,
                        "/api/audit/logs/entity/DEVICE/" + device + "?pageSize=100&page=0&actionTypes=RPC_CALL")
                .text();
        assertThat(log).contains("\"endedCommands\":2");
    }

    @Test
    void aCommandThatWaitsForItsDeviceEndsWithTheRightOfWhoWaits() {
        UUID device = device("waiting");
        String grant = share(device, NORTH);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> WORLD.api.post(NORTHS, "/api/rpc/oneway/" + device, "{\"method\":\"late\",\"timeout\":60000}"),
                Thread::startVirtualThread);
        await(() -> WORLD.commands.commands().waiting() == 1);
        revoke(grant);
        assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join().status()).isEqualTo(404);
        RecordingLink link = new RecordingLink();
        listen("waiting", link);
        assertThat(link.hasNoCommand()).isTrue();
    }

    @Test
    void anOwnerSeesWhatWasSentSinceTheDeviceIsItsOwn() {
        UUID device = device("shown");
        give(device, NORTH);
        UUID theirs = queue(NORTHS, device, "norths");
        queue(WORLD.admin, device, "tenants");
        assertThat(listed(NORTHS, device)).containsExactly("norths", "tenants");
        give(device, SOUTH);
        queue(SOUTHS, device, "souths");
        assertThat(listed(SOUTHS, device)).containsExactly("souths");
        assertThat(rpc(SOUTHS, theirs).path("status").asInt()).isEqualTo(404);
        assertThat(listed(WORLD.admin, device)).containsExactly("norths", "tenants", "souths");
    }

    @Test
    void aReceiverSeesWhatHisOwnSideSent() {
        UUID device = device("received");
        share(device, NORTH);
        share(device, SOUTH);
        UUID norths = queue(NORTHS, device, "norths");
        queue(SOUTHS, device, "souths");
        queue(WORLD.admin, device, "tenants");
        assertThat(listed(NORTHS, device)).containsExactly("norths");
        assertThat(listed(SOUTHS, device)).containsExactly("souths");
        assertThat(rpc(SOUTHS, norths).path("status").asInt()).isEqualTo(404);
        assertThat(rpc(NORTHS, norths).at("/request/body/params/pin").asInt()).isEqualTo(1234);
    }

    private static int waitOn(UUID device, Actor caller, String more) {
        return WORLD.api
                .post(caller, "/api/rpc/oneway/" + device, "{\"method\":\"m\"" + more + "}")
                .status();
    }

    private static int fill(UUID device, Actor caller) {
        String body = ",\"persistent\":true,\"expirationTime\":"
                + (WORLD.platform.clock().millis() + 9_000_000_000L);
        int taken = 0;
        while (taken < KEPT && waitOn(device, caller, body) == 200) {
            taken++;
        }
        return taken;
    }

    @Test
    void receiversLeaveRoomInTheQueueToOneAnotherAndToTheOwner() {
        UUID device = device("shared queue");
        share(device, NORTH);
        share(device, SOUTH);
        assertThat(fill(device, NORTHS)).isEqualTo(KEPT / 4);
        assertThat(fill(device, SOUTHS)).isEqualTo(KEPT / 8);
        assertThat(fill(device, WORLD.admin)).isEqualTo(KEPT - KEPT / 4 - KEPT / 8);
    }

    @Test
    void theOwnerOfADeviceIsNoReceiverAndNeitherIsWhoStandsAboveIt() {
        UUID device = device("given queue");
        give(device, NORTH);
        assertThat(fill(device, WORLD.admin)).isEqualTo(KEPT);
        UUID second = device("given queue 2");
        give(second, NORTH);
        assertThat(fill(second, NORTHS)).isEqualTo(KEPT);
    }

    @Test
    void whatMayNotBeSentAnyMoreTakesNoPlaceInTheQueue() {
        UUID device = device("revoked queue");
        String grant = share(device, NORTH);
        UUID first = queue(NORTHS, device, "first");
        assertThat(fill(device, NORTHS)).isEqualTo(KEPT / 4 - 1);
        assertThat(fill(device, WORLD.admin)).isEqualTo(KEPT - KEPT / 4);
        revoke(grant);
        assertThat(fill(device, WORLD.admin)).isEqualTo(KEPT / 4);
        assertThat(rpc(WORLD.admin, first).path("status").asText()).isEqualTo("FAILED");
    }

    @Test
    void whoWaitsForAnswersLeavesPlacesToOthersAndGivesThemBackWithTheRight() {
        UUID device = device("waited for");
        String grant = share(device, NORTH);
        share(device, SOUTH);
        Commands commands = new Commands(
                WORLD.platform,
                TestWorld.settings(CommandConfig.class),
                (tenant, user, way, ground) -> Optional.empty());
        assertThat(waiting(commands, device, NORTHS)).isEqualTo(25);
        assertThat(waiting(commands, device, SOUTHS)).isEqualTo(13);
        assertThat(waiting(commands, device, WORLD.admin)).isEqualTo(62);
        revoke(grant);
        assertThat(waiting(commands, device, WORLD.admin)).isEqualTo(25);
        assertThat(commands.waiting()).isEqualTo(100);
        commands.close();
        assertThat(commands.waiting()).isZero();
    }

    private static int waiting(Commands commands, UUID device, Actor caller) {
        int taken = 0;
        while (true) {
            try {
                commands.call(WORLD.tenant, device, new Commands.Request(caller, "m", Json.object(), false, 20_000));
                taken++;
            } catch (Problem full) {
                assertThat(full.publicMessage()).contains("ATRIUM_RPC_MAX_WAITING_PER_DEVICE is 100", "half is kept");
                return taken;
            }
        }
    }
}
