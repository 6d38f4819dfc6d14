package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.device.Keytool;
import io.atrium.ingest.LoginResult.Accepted;
import io.atrium.ingest.LoginResult.Reason;
import io.atrium.ingest.LoginResult.Refused;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, by what, and what the others are told: the rows of the table of device-data-api 1.2. */
final class LoginTest {

    private static final TestWorld WORLD = new TestWorld();
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name, String type, Map<String, String> credentials) {
        ObjectNode body = Json.object();
        body.putObject("device").put("name", name).put("type", "default");
        ObjectNode secret = body.putObject("credentials").put("credentialsType", type);
        if (type.equals("MQTT_BASIC")) {
            secret.put("credentialsValue", Json.write(credentials));
        } else {
            credentials.forEach(secret::put);
        }
        return WORLD.save(WORLD.admin, "/api/device-with-credentials", body);
    }

    private static LoginResult login(Presented presented) {
        return INGEST.login(presented, DeviceTransport.MQTT)
                .toCompletableFuture()
                .join();
    }

    private static LoginResult basic(@Nullable String client, @Nullable String user, @Nullable String password) {
        return login(new Presented.Basic(client, user, password));
    }

    private static void isDevice(LoginResult result, UUID device) {
        assertThat(result).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(
                        accepted.session().deviceId())
                .isEqualTo(device));
    }

    private static void isRefused(LoginResult result, Reason reason) {
        assertThat(result).isEqualTo(new Refused(reason));
    }

    @Test
    void tokensAsUserNamesIgnoreThePassword() {
        UUID device = device("token", "ACCESS_TOKEN", Map.of("credentialsId", "tok-1"));
        isDevice(login(new Presented.Token("tok-1")), device);
        isDevice(basic("any", "tok-1", null), device);
        isDevice(basic("", "tok-1", "whatever"), device);
        isRefused(login(new Presented.Token("tok-2")), Reason.BAD_CREDENTIALS);
        isRefused(login(new Presented.Token("")), Reason.NOTHING_PRESENTED);
    }

    @Test
    void everyRowOfTheTableHasItsReason() {
        isRefused(basic("any", "unknown", null), Reason.BAD_CREDENTIALS);
        isRefused(basic("c", "u", "p"), Reason.BAD_CREDENTIALS);
        isRefused(basic("nobody", null, null), Reason.UNKNOWN_CLIENT_ID);
        isRefused(basic("", "u", "p"), Reason.BAD_CREDENTIALS);
        isRefused(basic("", "", null), Reason.NOTHING_PRESENTED);
        isRefused(basic(null, null, null), Reason.NOTHING_PRESENTED);
        isRefused(login(new Presented.Certificates(List.of())), Reason.BAD_CERTIFICATE);
    }

    @Test
    void everyStoredWordMustMatchAndNoOther() {
        UUID full = device("full", "MQTT_BASIC", Map.of("clientId", "c1", "userName", "u1", "password", "p1"));
        isDevice(basic("c1", "u1", "p1"), full);
        isRefused(basic("c1", "u1", "p2"), Reason.BAD_CREDENTIALS);
        isRefused(basic("c1", "u1", null), Reason.BAD_CREDENTIALS);
        isRefused(basic("c2", "u1", "p1"), Reason.BAD_CREDENTIALS);
        UUID clientOnly = device("client", "MQTT_BASIC", Map.of("clientId", "c3"));
        isDevice(basic("c3", null, null), clientOnly);
        isDevice(basic("c3", "", "ignored"), clientOnly);
        UUID userOnly = device("user", "MQTT_BASIC", Map.of("userName", "u4", "password", "null"));
        isDevice(basic("anything", "u4", "null"), userOnly);
        isRefused(basic("anything", "u4", "other"), Reason.BAD_CREDENTIALS);
    }

    @Test
    void wildcardsAreNothingSpecial() {
        device("wild", "MQTT_BASIC", Map.of("clientId", "wild-c", "userName", "wild-u"));
        for (String trick : List.of("+", "#", "*", "%", "wild-c|wild-u", "' or 1=1 --", "\0")) {
            assertThat(basic(trick, trick, trick)).as(trick).isInstanceOf(Refused.class);
            assertThat(basic(trick, null, null)).as(trick).isInstanceOf(Refused.class);
        }
    }

    @Test
    void theProfilesTransportDecides() {
        ObjectNode profile = Json.object().put("name", "mqtt only").put("transportType", "MQTT");
        WORLD.save(WORLD.admin, "/api/deviceProfile", profile);
        UUID device =
                WORLD.save(WORLD.admin, "/api/device?accessToken=mqtt-only", Map.of("name", "m", "type", "mqtt only"));
        isDevice(login(new Presented.Token("mqtt-only")), device);
        assertThat(INGEST.login(new Presented.Token("mqtt-only"), DeviceTransport.COAP)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Refused(Reason.WRONG_TRANSPORT));
    }

    @Test
    void certificatesLogInByThemselvesOrByTheirIssuer() {
        Keytool keytool = new Keytool(folder);
        Keytool.Pair issuer = keytool.issuer("Issuer");
        Keytool.Pair thing = keytool.device("sensor-7 rest");
        UUID pinned =
                device("pinned", "X509_CERTIFICATE", Map.of("credentialsValue", Keytool.pem(thing.certificate())));
        isDevice(certificates(thing.certificate()), pinned);

        Keytool.Pair other = keytool.device("sensor-8 rest");
        X509Certificate signed = keytool.signed(other, issuer);
        isRefused(certificates(signed, issuer.certificate()), Reason.BAD_CERTIFICATE);
        ObjectNode profile = Json.object().put("name", "chain").put("provisionType", "X509_CERTIFICATE_CHAIN");
        profile.putObject("profileData")
                .putObject("provisionConfiguration")
                .put("type", "X509_CERTIFICATE_CHAIN")
                .put("provisionDeviceSecret", Keytool.pem(issuer.certificate()))
                .put("certificateRegExPattern", "sensor-\\d+")
                .put("allowCreateNewDevicesByX509Certificate", true);
        WORLD.save(WORLD.admin, "/api/deviceProfile", profile);
        LoginResult made = certificates(signed, issuer.certificate());
        assertThat(made).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.facts().name()).isEqualTo("sensor-8");
            assertThat(accepted.facts().type()).isEqualTo("chain");
            assertThat(WORLD.ingest.gateway().links().isCurrent(accepted.session()))
                    .as("its first connection stays")
                    .isTrue();
            isDevice(certificates(signed), accepted.session().deviceId());
        });

        // A stranger shows the issuer's certificate behind his own, which it did not sign.
        Keytool.Pair stranger = keytool.device("sensor-8 rest");
        isRefused(certificates(stranger.certificate(), issuer.certificate()), Reason.BAD_CERTIFICATE);
        isRefused(certificates(stranger.certificate(), thing.certificate()), Reason.BAD_CERTIFICATE);
    }

    private static LoginResult certificates(X509Certificate... chain) {
        return login(new Presented.Certificates(List.of(chain)));
    }

    @Test
    void certificatesOutOfDateAreRefused() {
        Keytool.Pair thing = new Keytool(folder).device("old");
        HandClock clock = new HandClock();
        try (TestWorld past = new TestWorld(clock)) {
            ObjectNode body = Json.object();
            body.putObject("device").put("name", "old");
            body.putObject("credentials")
                    .put("credentialsType", "X509_CERTIFICATE")
                    .put("credentialsValue", Keytool.pem(thing.certificate()));
            past.save(past.admin, "/api/device-with-credentials", body);
            Presented presented = new Presented.Certificates(List.of(thing.certificate()));
            assertThat(past.ingest
                            .gateway()
                            .login(presented, DeviceTransport.MQTT)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Refused(Reason.BAD_CERTIFICATE));
        }
    }
}
