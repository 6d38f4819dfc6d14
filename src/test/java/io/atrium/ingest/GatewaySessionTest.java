package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.ingest.DeviceLink.CloseReason;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.LoginResult.Accepted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What gateways may do in the name of other devices, and what not (device-data-api 1.8, threats: device impersonation). */
final class GatewaySessionTest {

    private static final TestWorld WORLD = new TestWorld();
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();

    private final Map<String, RecordingLink> places = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name, @Nullable UUID customer, boolean isGateway) {
        ObjectNode document = Json.object().put("name", name);
        document.putObject("additionalInfo").put("gateway", isGateway);
        if (customer != null) {
            document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        }
        return WORLD.save(WORLD.admin, "/api/device?accessToken=t-" + name, document);
    }

    private GatewaySession gateway(String name) {
        Accepted accepted = (Accepted) done(INGEST.login(new Presented.Token("t-" + name), DeviceTransport.MQTT));
        assertThat(accepted.facts().gateway()).isTrue();
        return INGEST.openGateway(
                accepted.session(),
                DeviceTransport.MQTT,
                child -> places.computeIfAbsent(child, c -> new RecordingLink()));
    }

    private RecordingLink place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode byName(String name) {
        return WORLD.api
                .get(WORLD.admin, "/api/tenant/device?deviceName=" + name)
                .json();
    }

    private static Directory directory() {
        return WORLD.platform.directories().of(WORLD.tenant);
    }

    private static Entry entry(UUID id) {
        return directory().read(() -> directory().find(id)).orElseThrow();
    }

    private static @Nullable Value latest(UUID device, KeyScope scope, String key) {
        Stamped stamped = directory().latest().get(scope, key, entry(device).ordinal());
        return stamped == null ? null : stamped.value();
    }

    private static UUID id(String name) {
        return UUID.fromString(byName(name).at("/id/id").asText());
    }

    private void refuses(CompletionStage<?> message) {
        assertThatThrownBy(() -> done(message)).cause().isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.kind())
                .isEqualTo(Problem.Kind.FORBIDDEN));
    }

    @Test
    void makesUnknownDevicesOfItsOwnOwnerAndOfTheTypesProfile() {
        UUID gatewayId = device("gw-make", null, true);
        GatewaySession gateway = gateway("gw-make");
        done(gateway.connect("made", "thermostat"));
        JsonNode made = byName("made");
        assertThat(made.path("type").asText()).isEqualTo("thermostat");
        assertThat(profiles()).contains("thermostat");
        assertThat(made.at("/additionalInfo/lastConnectedGateway").asText()).isEqualTo(gatewayId.toString());
        assertThat(WORLD.api
                        .get(WORLD.admin, "/api/relations?fromId=" + gatewayId + "&fromType=DEVICE")
                        .text())
                .contains("\"type\":\"Created\"", made.at("/id/id").asText());
        assertThat(latest(id("made"), KeyScope.SERVER_SCOPE, "lastConnectTime")).isNotNull();
        assertThat(gateway.size()).isEqualTo(1);
        done(gateway.disconnect("made"));
        assertThat(gateway.size()).isZero();
        assertThat(latest(id("made"), KeyScope.SERVER_SCOPE, "lastDisconnectTime"))
                .isNotNull();
    }

    @Test
    void findsADeviceByItsNameHoweverItsBlanksAreSent() {
        device("gw-blanks", null, true);
        GatewaySession gateway = gateway("gw-blanks");
        done(gateway.connect("\u00a0Pump\u2003 7 ", null));
        String first = byName("Pump%207").at("/id/id").asText();
        assertThat(first).isNotEmpty();
        done(gateway.connect("Pump 7", null));
        assertThat(WORLD.api
                        .get(WORLD.admin, "/api/tenant/devices?pageSize=10&page=0&textSearch=Pump")
                        .json()
                        .path("totalElements")
                        .asInt())
                .isEqualTo(1);
    }

    private static List<String> profiles() {
        return WORLD.api
                .get(WORLD.admin, "/api/deviceProfileInfos?pageSize=100&page=0")
                .json()
                .path("data")
                .findValuesAsText("name");
    }

    @Test
    void ofACustomerUsesTheTypesThatTheCustomerSeesAndBringsInNone() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Types");
        UUID other = WORLD.newCustomer(WORLD.tenant, null, "Other types");
        device("gw-types", customer, true);
        WORLD.save(WORLD.admin, "/api/device", typed("seen", "seen-type", customer));
        WORLD.save(WORLD.admin, "/api/device", typed("hidden", "hidden-type", other));
        List<String> before = profiles();
        GatewaySession gateway = gateway("gw-types");
        done(gateway.connect("of-seen", "seen-type"));
        done(gateway.connect("of-hidden", "hidden-type"));
        done(gateway.connect("of-new", "type-that-never-was"));
        done(gateway.connect("of-default", "default"));
        assertThat(byName("of-seen").path("type").asText()).isEqualTo("seen-type");
        assertThat(byName("of-seen").at("/customerId/id").asText()).isEqualTo(customer.toString());
        for (String name : List.of("of-hidden", "of-new", "of-default")) {
            assertThat(byName(name).path("type").asText()).as(name).isEqualTo("default");
        }
        assertThat(profiles()).isEqualTo(before);
        Actor admin =
                WORLD.newUser(WORLD.tenant, customer, "admin@types.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        assertThat(WORLD.api
                        .get(admin, "/api/deviceProfileInfos?pageSize=100&page=0")
                        .text())
                .contains("seen-type")
                .doesNotContain("hidden-type");
    }

    private static ObjectNode typed(String name, String type, UUID customer) {
        ObjectNode document = Json.object().put("name", name).put("type", type);
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        return document;
    }

    @Test
    void storesManyDevicesReadingsWithOneAcknowledgement() {
        device("gw-batch", null, true);
        GatewaySession gateway = gateway("gw-batch");
        done(gateway.telemetry(
                body("{\"b1\":[{\"ts\":7,\"values\":{\"t\":1}},{\"t\":2},5],\"b2\":[{\"t\":3}],\"b3\":7}")));
        assertThat(latest(id("b1"), KeyScope.TIME_SERIES, "t")).isEqualTo(Value.of(2));
        assertThat(latest(id("b2"), KeyScope.TIME_SERIES, "t")).isEqualTo(Value.of(3));
        assertThat(byName("b3").path("status").asInt()).isEqualTo(404);
        assertThat(latest(id("b1"), KeyScope.SERVER_SCOPE, "active")).isNotNull();
        done(gateway.attributes(body("{\"b1\":{\"fw\":\"1.0-a\"},\"b2\":{\"fw\":\"2.0-b\"},\"b4\":[]}")));
        assertThat(latest(id("b2"), KeyScope.CLIENT_SCOPE, "fw")).isEqualTo(Value.of("2.0-b"));
        assertThat(done(gateway.requestAttributes("b1", true, List.of("fw", "no"))))
                .isEqualTo(Map.of("fw", Value.of("1.0-a")));
        for (String malformed : List.of("[]", "{}", "{\"b1\":7}", "{\"b1\":[{\"\":1}]}", "{")) {
            assertThatThrownBy(() -> done(gateway.telemetry(body(malformed))))
                    .as(malformed)
                    .hasCauseInstanceOf(Problem.class);
        }
    }

    @Test
    void doesNotSpeakForDevicesOfOthers() {
        UUID a = WORLD.newCustomer(WORLD.tenant, null, "Gateway's");
        UUID b = WORLD.newCustomer(WORLD.tenant, null, "Victim");
        device("gw-a", a, true);
        UUID victim = device("victim", b, false);
        UUID ofTenant = device("of-tenant", null, false);
        GatewaySession gateway = gateway("gw-a");
        refuses(gateway.connect("victim", null));
        refuses(gateway.telemetry(body("{\"own\":[{\"t\":1}],\"victim\":[{\"t\":9}],\"of-tenant\":[{\"t\":9}]}")));
        refuses(gateway.attributes(body("{\"victim\":{\"fw\":9}}")));
        refuses(gateway.claim(body("{\"victim\":{\"secretKey\":\"s\"}}")));
        refuses(gateway.reply("victim", 0, body("{}")));
        assertThatThrownBy(() -> done(gateway.requestAttributes("victim", true, List.of())))
                .hasCauseInstanceOf(Problem.class);
        assertThat(latest(victim, KeyScope.TIME_SERIES, "t")).isNull();
        assertThat(latest(victim, KeyScope.CLIENT_SCOPE, "fw")).isNull();
        assertThat(latest(ofTenant, KeyScope.TIME_SERIES, "t")).isNull();
        assertThat(latest(id("own"), KeyScope.TIME_SERIES, "t"))
                .as("the rest is stored")
                .isEqualTo(Value.of(1));
        assertThat(places).doesNotContainKeys("victim", "of-tenant");
        refuses(gateway.connect("gw-a", null));
    }

    @Test
    void losesWhatItMadeWhenACustomerGetsItUntilAnAdministratorAttachesIt() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Buyer");
        UUID gatewayId = device("gw-keep", null, true);
        GatewaySession gateway = gateway("gw-keep");
        done(gateway.connect("sold", null));
        UUID sold = id("sold");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + sold, "");
        refuses(gateway.telemetry(body("{\"sold\":[{\"t\":4}]}")));
        assertThat(latest(sold, KeyScope.TIME_SERIES, "t")).isNull();
        String relation = "{\"from\":{\"entityType\":\"DEVICE\",\"id\":\"" + gatewayId
                + "\"},\"to\":{\"entityType\":\"DEVICE\",\"id\":\"" + sold + "\"},\"type\":\"Created\"}";
        assertThat(WORLD.api.post(WORLD.admin, "/api/relation", relation).status())
                .isEqualTo(200);
        done(gateway.telemetry(body("{\"sold\":[{\"t\":4}]}")));
        assertThat(latest(sold, KeyScope.TIME_SERIES, "t")).isEqualTo(Value.of(4));
    }

    @Test
    void losesADeviceThatIsTakenFromIt() {
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Taker");
        device("gw-lose", null, true);
        UUID given = device("given", null, false);
        GatewaySession gateway = gateway("gw-lose");
        done(gateway.connect("given", null));
        RecordingLink place = place("given");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + given, "");
        assertThat(place.closed).containsExactly(CloseReason.ACCESS_ENDED);
        WORLD.platform.attributes().put(directory(), entry(given), KeyScope.SHARED_SCOPE, Map.of("secret", Value.TRUE));
        assertThat(place.told).isEmpty();
        refuses(gateway.telemetry(body("{\"given\":[{\"t\":9}]}")));
        assertThat(latest(given, KeyScope.TIME_SERIES, "t")).isNull();
    }

    @Test
    void carriesUpdatesAndCommandsToDevicesBehindIt() {
        device("gw-down", null, true);
        GatewaySession gateway = gateway("gw-down");
        done(gateway.connect("valve", null));
        UUID valve = id("valve");
        WORLD.platform.attributes().put(directory(), entry(valve), KeyScope.SHARED_SCOPE, Map.of("limit", Value.of(8)));
        RecordingLink place = place("valve");
        assertThat(place.told).containsExactly("{\"limit\":8}");
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/rpc/oneway/" + valve, "{\"method\":\"x\",\"persistent\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(place.nextCommand().jsonWithId().toString())
                .isEqualTo("{\"id\":0,\"method\":\"x\",\"params\":null}");
    }

    @Test
    void ownConnectionAndPlaceBehindAGatewayStandSideBySide() {
        device("gw-both", null, true);
        device("both", null, false);
        GatewaySession gateway = gateway("gw-both");
        done(gateway.connect("both", null));
        Accepted own = (Accepted) done(INGEST.login(new Presented.Token("t-both"), DeviceTransport.MQTT));
        INGEST.links().open(own.session(), DeviceTransport.MQTT, Manner.EXCLUSIVE, new RecordingLink());
        assertThat(place("both").closed).isEmpty();
        gateway.close();
        assertThat(gateway.size()).isZero();
        assertThat(INGEST.links().count(own.session().deviceId())).isEqualTo(1);
    }
}
