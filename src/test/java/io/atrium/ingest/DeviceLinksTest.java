package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.ingest.DeviceLink.CloseReason;
import io.atrium.ingest.DeviceLinks.Manner;
import io.atrium.ingest.LoginResult.Accepted;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What devices that listen are told, and when they are told that it is over. */
final class DeviceLinksTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
    private static final DeviceGateway GATEWAY = WORLD.ingest.gateway();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device?accessToken=t-" + name, Map.of("name", name));
    }

    private static DeviceSession session(String name) {
        return login(name).session();
    }

    private static Accepted login(String name) {
        return (Accepted) GATEWAY.login(new Presented.Token("t-" + name), DeviceTransport.MQTT)
                .toCompletableFuture()
                .join();
    }

    private static OpenLink open(DeviceSession session, Manner manner, DeviceLink link) {
        return GATEWAY.links().open(session, DeviceTransport.MQTT, manner, link);
    }

    private static Directory directory() {
        return WORLD.platform.directories().of(WORLD.tenant);
    }

    private static void share(UUID device, String key, long value) {
        Entry entry = directory().find(device).orElseThrow();
        WORLD.platform.attributes().put(directory(), entry, KeyScope.SHARED_SCOPE, Map.of(key, Value.of(value)));
    }

    @Test
    void carriesSharedAttributesToThoseWhoAsk() {
        UUID device = device("shared");
        RecordingLink link = new RecordingLink();
        OpenLink open = open(session("shared"), Manner.EXCLUSIVE, link);
        share(device, "rate", 1);
        assertThat(link.told).as("not subscribed yet").isEmpty();
        open.subscribeAttributes();
        share(device, "rate", 5);
        WORLD.platform
                .attributes()
                .put(
                        directory(),
                        directory().find(device).orElseThrow(),
                        KeyScope.SERVER_SCOPE,
                        Map.of("secret", Value.TRUE));
        assertThat(WORLD.api
                        .delete(WORLD.admin, "/api/plugins/telemetry/DEVICE/" + device + "/SHARED_SCOPE?keys=rate")
                        .status())
                .isEqualTo(200);
        assertThat(link.told).containsExactly("{\"rate\":5}", "{\"deleted\":[\"rate\"]}");
        open.unsubscribeAttributes();
        share(device, "rate", 6);
        open.subscribeAttributes();
        open.close();
        share(device, "rate", 7);
        assertThat(link.told).hasSize(2);
        assertThat(link.closed).isEmpty();
    }

    @Test
    void aNewLastingConnectionTakesOverAndSharedOnesStay() {
        device("taken");
        RecordingLink first = new RecordingLink();
        RecordingLink poll = new RecordingLink();
        RecordingLink second = new RecordingLink();
        OpenLink former = open(session("taken"), Manner.EXCLUSIVE, first);
        open(session("taken"), Manner.SHARED, poll);
        OpenLink newer = open(session("taken"), Manner.EXCLUSIVE, second);
        assertThat(first.closed).containsExactly(CloseReason.TAKEN_OVER);
        assertThat(former.isOpen()).isFalse();
        assertThat(poll.closed).isEmpty();
        assertThat(newer.isOpen()).isTrue();
    }

    @Test
    void newCredentialsEndWhatTheOldOnesOpened() {
        UUID device = device("rekeyed");
        DeviceSession before = session("rekeyed");
        RecordingLink link = new RecordingLink();
        open(before, Manner.EXCLUSIVE, link);
        ObjectNode body = Json.object().put("credentialsType", "ACCESS_TOKEN").put("credentialsId", "t-rekeyed-2");
        body.putObject("deviceId").put("entityType", "DEVICE").put("id", device.toString());
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/device/credentials", body.toString())
                        .status())
                .isEqualTo(200);
        assertThat(link.closed).containsExactly(CloseReason.CREDENTIALS_CHANGED);

        RecordingLink late = new RecordingLink();
        assertThat(open(before, Manner.EXCLUSIVE, late).isOpen())
                .as("logged in before the change, opened after it")
                .isFalse();
        assertThat(late.closed).containsExactly(CloseReason.CREDENTIALS_CHANGED);
        assertThat(open(session("rekeyed-2"), Manner.EXCLUSIVE, new RecordingLink())
                        .isOpen())
                .isTrue();
    }

    @Test
    void deletionEndsEveryLinkAndAllowsNoNewOne() {
        UUID device = device("gone");
        DeviceSession session = session("gone");
        RecordingLink link = new RecordingLink();
        RecordingLink poll = new RecordingLink();
        open(session, Manner.EXCLUSIVE, link);
        open(session, Manner.SHARED, poll);
        assertThat(WORLD.api.delete(WORLD.admin, "/api/device/" + device).status())
                .isEqualTo(200);
        assertThat(link.closed).hasSize(1);
        assertThat(poll.closed).hasSize(1);
        RecordingLink late = new RecordingLink();
        assertThat(open(session, Manner.SHARED, late).isOpen()).isFalse();
        assertThat(GATEWAY.links().isLinked(device)).isFalse();
    }

    @Test
    void aProfileThatWantsAnotherTransportEndsTheLink() {
        UUID profile = WORLD.save(WORLD.admin, "/api/deviceProfile", Map.of("name", "wire"));
        ObjectNode device = Json.object().put("name", "wired").put("type", "wire");
        WORLD.save(WORLD.admin, "/api/device?accessToken=t-wired", device);
        RecordingLink link = new RecordingLink();
        open(session("wired"), Manner.EXCLUSIVE, link);
        ObjectNode saved = (ObjectNode)
                WORLD.api.get(WORLD.admin, "/api/deviceProfile/" + profile).json();
        WORLD.save(
                WORLD.admin,
                "/api/deviceProfile",
                saved.put("transportType", "MQTT").put("version", 1));
        assertThat(link.told).containsExactly("now wired");
        assertThat(link.closed).isEmpty();
        saved = (ObjectNode)
                WORLD.api.get(WORLD.admin, "/api/deviceProfile/" + profile).json();
        WORLD.save(WORLD.admin, "/api/deviceProfile", saved.put("transportType", "COAP"));
        assertThat(link.closed).containsExactly(CloseReason.PROFILE_CHANGED);
        assertThat(GATEWAY.login(new Presented.Token("t-wired"), DeviceTransport.MQTT)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new LoginResult.Refused(LoginResult.Reason.WRONG_TRANSPORT));
    }

    @Test
    void anotherOwnerEndsWaitsButNotTheDevicesOwnConnection() {
        UUID device = device("moved");
        UUID customer = WORLD.newCustomer(WORLD.tenant, null, "Mover");
        RecordingLink lasting = new RecordingLink();
        RecordingLink poll = new RecordingLink();
        open(session("moved"), Manner.EXCLUSIVE, lasting);
        open(session("moved"), Manner.SHARED, poll);
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "")
                        .status())
                .isEqualTo(200);
        assertThat(poll.closed).containsExactly(CloseReason.ACCESS_ENDED);
        assertThat(lasting.closed).isEmpty();
    }

    @Test
    void silenceEndsALastingConnection() {
        device("silent");
        RecordingLink link = new RecordingLink();
        OpenLink open = open(session("silent"), Manner.EXCLUSIVE, link);
        CLOCK.advance(Duration.ofMinutes(9));
        GATEWAY.endSilentLinks();
        open.heard();
        CLOCK.advance(Duration.ofMinutes(9));
        GATEWAY.endSilentLinks();
        assertThat(link.closed).isEmpty();
        CLOCK.advance(Duration.ofMinutes(2));
        GATEWAY.endSilentLinks();
        assertThat(link.closed).containsExactly(CloseReason.INACTIVE);
    }

    @Test
    void aDeletedTenantsDevicesAreToldSo() {
        UUID other = WORLD.newTenant("Short-lived");
        var admin = WORLD.newUser(other, null, "root@short.example", DefaultGroups.TENANT_ADMINISTRATORS);
        WORLD.save(admin, "/api/device?accessToken=t-short", Map.of("name", "short"));
        RecordingLink link = new RecordingLink();
        open(session("short"), Manner.EXCLUSIVE, link);
        assertThat(WORLD.api.delete(TestWorld.SYSTEM, "/api/tenant/" + other).status())
                .isEqualTo(200);
        assertThat(link.closed).hasSize(1);
        assertThat(GATEWAY.byToken("t-short")).isEmpty();
    }
}
