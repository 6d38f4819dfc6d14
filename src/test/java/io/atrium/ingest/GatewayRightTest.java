package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import io.atrium.ingest.DeviceLink.CloseReason;
import io.atrium.ingest.LoginResult.Accepted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who makes a device a gateway, who gives it devices, and what ends both. */
final class GatewayRightTest {

    private static final TestWorld WORLD = new TestWorld();
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final UUID CUSTOMER = WORLD.newCustomer(WORLD.tenant, null, "Receiver");
    private static final Actor RECEIVER =
            WORLD.newUser(WORLD.tenant, CUSTOMER, "admin@receiver.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    private static final Actor READER =
            WORLD.newUser(WORLD.tenant, CUSTOMER, "user@receiver.example", DefaultGroups.CUSTOMER_USERS);

    private final Map<String, RecordingLink> places = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    // ---- the world ---------------------------------------------------------------------------------------------

    private static UUID device(Actor actor, String name, boolean isGateway) {
        ObjectNode document = Json.object().put("name", name);
        document.putObject("additionalInfo").put("gateway", isGateway);
        return WORLD.save(actor, "/api/device?accessToken=t-" + name, document);
    }

    private static ObjectNode read(Actor actor, UUID id) {
        return (ObjectNode) WORLD.api.get(actor, "/api/device/" + id).json();
    }

    private static Answer setGateway(Actor actor, UUID id, boolean value) {
        ObjectNode document = read(actor, id);
        document.putObject("additionalInfo").put("gateway", value);
        return WORLD.api.post(actor, "/api/device", Json.write(document));
    }

    private static boolean isGateway(String name) {
        return ((Accepted) done(INGEST.login(new Presented.Token("t-" + name), DeviceTransport.MQTT)))
                .facts()
                .gateway();
    }

    private static UUID share(UUID device, boolean read) {
        Answer answer = WORLD.api.post(
                WORLD.admin,
                "/api/access/share",
                Json.write(Map.of(
                        "entity", Map.of("entityType", "DEVICE", "id", device),
                        "receiver", Map.of("entityType", "CUSTOMER", "id", CUSTOMER),
                        "readElseWrite", read)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return UUID.fromString(answer.json().path("grantIds").path(0).asText());
    }

    private GatewaySession open(String name) {
        Accepted accepted = (Accepted) done(INGEST.login(new Presented.Token("t-" + name), DeviceTransport.MQTT));
        return INGEST.openGateway(
                accepted.session(),
                DeviceTransport.MQTT,
                child -> places.computeIfAbsent(child, c -> new RecordingLink()));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static boolean speaks(GatewaySession gateway, String name) {
        byte[] body = ("{\"" + name + "\":[{\"t\":1}]}").getBytes(StandardCharsets.UTF_8);
        try {
            done(gateway.telemetry(body));
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                    .isEqualTo(Problem.Kind.FORBIDDEN));
            return false;
        }
    }

    private static JsonNode created(UUID from, UUID to) {
        return Json.tree(Map.of(
                "from", Map.of("entityType", "DEVICE", "id", from),
                "to", Map.of("entityType", "DEVICE", "id", to),
                "type", "Created"));
    }

    private static void relate(Actor actor, UUID from, UUID to) {
        Answer answer = WORLD.api.post(actor, "/api/relation", Json.write(created(from, to)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void give(UUID device, UUID customer) {
        Answer answer = WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    // ---- being a gateway ---------------------------------------------------------------------------------------

    @Test
    void aWriteShareDoesNotMakeADeviceAGateway() {
        UUID shared = device(WORLD.admin, "shared", false);
        share(shared, false);
        Answer refused = setGateway(RECEIVER, shared, true);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("additionalInfo.gateway");
        assertThat(isGateway("shared")).isFalse();
        assertThat(setGateway(RECEIVER, shared, false).status())
                .as("what it is already")
                .isEqualTo(200);
    }

    @Test
    void aWriteShareNeitherEndsAGatewayNorForgetsItsFlags() {
        UUID shared = device(WORLD.admin, "shared-gw", true);
        share(shared, false);
        assertThat(setGateway(RECEIVER, shared, false).status()).isEqualTo(403);
        ObjectNode document = read(RECEIVER, shared);
        document.putObject("additionalInfo").put("description", "nicer");
        assertThat(WORLD.api.post(RECEIVER, "/api/device", Json.write(document)).status())
                .isEqualTo(200);
        assertThat(read(WORLD.admin, shared).at("/additionalInfo/gateway").asBoolean())
                .isTrue();
        assertThat(isGateway("shared-gw")).isTrue();
        document = read(RECEIVER, shared);
        document.putNull("additionalInfo");
        assertThat(WORLD.api.post(RECEIVER, "/api/device", Json.write(document)).status())
                .isEqualTo(200);
        assertThat(isGateway("shared-gw")).isTrue();
        for (String flag : List.of("overwriteActivityTime", "gatewayOnlyAttached")) {
            document = read(RECEIVER, shared);
            ((ObjectNode) document.path("additionalInfo")).put(flag, true);
            assertThat(WORLD.api
                            .post(RECEIVER, "/api/device", Json.write(document))
                            .status())
                    .as(flag)
                    .isEqualTo(403);
        }
    }

    @Test
    void whoMayOnlyCreateAndWriteMakesNoGateway() {
        Actor maker = maker("DEVICE", List.of("CREATE", "READ", "WRITE"));
        ObjectNode document = Json.object().put("name", "made-as-gateway");
        document.putObject("additionalInfo").put("gateway", true);
        assertThat(WORLD.api.post(maker, "/api/device", Json.write(document)).status())
                .isEqualTo(403);
        Answer imported = WORLD.api.post(
                maker,
                "/api/device/bulk_import",
                Json.write(Map.of(
                        "file",
                        "imported-gateway,default,true",
                        "mapping",
                        Map.of(
                                "columns",
                                List.of(Map.of("type", "NAME"), Map.of("type", "TYPE"), Map.of("type", "IS_GATEWAY")),
                                "delimiter",
                                ",",
                                "update",
                                false,
                                "header",
                                false))));
        assertThat(imported.json().path("created").asInt()).as(imported.text()).isZero();
        assertThat(imported.json().path("errors").asInt()).isEqualTo(1);
        assertThat(imported.text()).contains("additionalInfo.gateway");
        document.put("name", "made-plain").putObject("additionalInfo").put("gateway", false);
        assertThat(WORLD.api.post(maker, "/api/device", Json.write(document)).status())
                .isEqualTo(200);
    }

    /** A user of the tenant whose only role allows some operations. */
    private static Actor maker(String resource, List<String> operations) {
        UUID role = WORLD.save(
                WORLD.admin,
                "/api/role",
                Map.of("name", "Maker", "type", "GENERIC", "permissions", Map.of(resource, operations)));
        UUID group = WORLD.save(WORLD.admin, "/api/entityGroup", Map.of("type", "USER", "name", "Makers"));
        WORLD.save(
                WORLD.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        return WORLD.newUser(WORLD.tenant, null, "maker@acme.example", "Makers");
    }

    @Test
    void aCustomersAdministratorMakesGatewaysOfTheOwnDevices() {
        UUID own = device(RECEIVER, "own-gw", true);
        assertThat(isGateway("own-gw")).isTrue();
        assertThat(setGateway(RECEIVER, own, false).status()).isEqualTo(200);
        assertThat(isGateway("own-gw")).isFalse();
        assertThat(read(READER, own).at("/additionalInfo/gateway").asBoolean()).isFalse();
    }

    @Test
    void aGatewayThatIsOneNoMoreLosesItsPlacesAtOnce() {
        UUID gateway = device(WORLD.admin, "gw-ended", true);
        GatewaySession session = open("gw-ended");
        assertThat(speaks(session, "behind-ended")).isTrue();
        assertThat(setGateway(WORLD.admin, gateway, false).status()).isEqualTo(200);
        INGEST.links().endForeign();
        assertThat(place("behind-ended").closed).containsExactly(CloseReason.ACCESS_ENDED);
        assertThat(speaks(session, "behind-ended")).isFalse();
    }

    private RecordingLink place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    // ---- for whom it speaks ------------------------------------------------------------------------------------

    @Test
    void aGatewayWhoseSecretItsFormerOwnerKnowsSpeaksForNobodyUntilItHasANewOne() {
        UUID gateway = device(RECEIVER, "handed-back", true);
        assertThat(WORLD.api
                        .get(RECEIVER, "/api/device/" + gateway + "/credentials")
                        .status())
                .isEqualTo(200);
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/owner/TENANT/" + WORLD.tenant + "/DEVICE/" + gateway, "")
                        .status())
                .isEqualTo(200);
        device(WORLD.admin, "tenants-own", false);
        assertThat(isGateway("handed-back")).isTrue();
        assertThat(speaks(open("handed-back"), "tenants-own")).isFalse();
        WORLD.api.post(
                WORLD.admin,
                "/api/device/credentials",
                Json.write(((ObjectNode) WORLD.api
                                .get(WORLD.admin, "/api/device/" + gateway + "/credentials")
                                .json())
                        .put("credentialsId", "t-renewed")));
        assertThat(speaks(open("renewed"), "tenants-own")).isTrue();
    }

    @Test
    void aRelationDrawnDuringAShareGivesNothing() {
        UUID gateway = device(RECEIVER, "gw-receiver", true);
        UUID lent = device(WORLD.admin, "lent", false);
        UUID grant = share(lent, false);
        GatewaySession session = open("gw-receiver");
        relate(RECEIVER, gateway, lent);
        assertThat(speaks(session, "lent")).as("during the share").isFalse();
        assertThat(WORLD.api
                        .delete(WORLD.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
        assertThat(speaks(session, "lent")).as("after it").isFalse();
    }

    @Test
    void whatAnAdministratorOfBothAttachedEndsWithHisRight() {
        UUID gateway = device(RECEIVER, "gw-attached", true);
        UUID device = device(WORLD.admin, "attached", false);
        Actor second = WORLD.newUser(WORLD.tenant, null, "second@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        relate(second, gateway, device);
        GatewaySession session = open("gw-attached");
        assertThat(speaks(session, "attached")).isTrue();
        assertThat(WORLD.api.delete(WORLD.admin, "/api/user/" + second.userId()).status())
                .isEqualTo(200);
        INGEST.links().endForeign();
        assertThat(place("attached").closed).containsExactly(CloseReason.ACCESS_ENDED);
        assertThat(speaks(session, "attached")).isFalse();
        relate(WORLD.admin, gateway, device);
        assertThat(speaks(session, "attached")).as("attached again").isTrue();
        assertThat(WORLD.api
                        .delete(
                                WORLD.admin,
                                "/api/relation?fromId=" + gateway + "&fromType=DEVICE&relationType=Created&toId="
                                        + device + "&toType=DEVICE")
                        .status())
                .isEqualTo(200);
        assertThat(speaks(session, "attached")).as("the relation is gone").isFalse();
    }

    @Test
    void aGatewayOfAttachedOnesSpeaksForNoOthersByName() {
        UUID gateway = device(WORLD.admin, "gw-strict", true);
        ObjectNode document = read(WORLD.admin, gateway);
        ((ObjectNode) document.path("additionalInfo")).put("gatewayOnlyAttached", true);
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/device", Json.write(document))
                        .status())
                .isEqualTo(200);
        UUID named = device(WORLD.admin, "by-name", false);
        GatewaySession session = open("gw-strict");
        assertThat(speaks(session, "by-name")).isFalse();
        assertThat(speaks(session, "made-by-strict")).as("its own making").isTrue();
        relate(WORLD.admin, gateway, named);
        assertThat(speaks(session, "by-name")).isTrue();
    }

    @Test
    void aGatewayThatIsHandedOnStaysOneOnlyInAnAdministratorsHand() {
        UUID byAdmin = device(WORLD.admin, "gw-sold", true);
        give(byAdmin, CUSTOMER);
        assertThat(isGateway("gw-sold")).isTrue();
        UUID byMover = device(WORLD.admin, "gw-moved", true);
        Actor mover = mover();
        assertThat(WORLD.api
                        .post(mover, "/api/owner/CUSTOMER/" + CUSTOMER + "/DEVICE/" + byMover, "")
                        .status())
                .isEqualTo(200);
        assertThat(isGateway("gw-moved")).isFalse();
        assertThat(read(WORLD.admin, byMover).at("/additionalInfo/gateway").isMissingNode())
                .isTrue();
    }

    /** Somebody who may give devices away, but does not administer them. */
    private static Actor mover() {
        UUID role = WORLD.save(
                WORLD.admin,
                "/api/role",
                Map.of(
                        "name",
                        "Mover",
                        "type",
                        "GENERIC",
                        "permissions",
                        Map.of("DEVICE", List.of("READ", "CHANGE_OWNER"), "CUSTOMER", List.of("READ"))));
        UUID group = WORLD.save(WORLD.admin, "/api/entityGroup", Map.of("type", "USER", "name", "Movers"));
        WORLD.save(
                WORLD.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        return WORLD.newUser(WORLD.tenant, null, "mover@acme.example", "Movers");
    }
}
