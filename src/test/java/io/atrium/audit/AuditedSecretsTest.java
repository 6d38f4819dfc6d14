package io.atrium.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is named like a secret does not come into the audit log, by whichever route it comes in. */
final class AuditedSecretsTest {

    private static final String HUSH = "hush-hush";

    private final TestWorld world = new TestWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private String log() {
        return String.join("\n", world.database.<List<String>>read(sql -> sql.createQuery(
                        "select action || ' ' || data || ' ' || failure from audit_log order by id")
                .mapTo(String.class)
                .list()));
    }

    private void post(String path, String body) {
        var answer = world.api.post(world.admin, path, body);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
    }

    @Test
    void commandsAttributesAndDescriptionsAreShownWithoutThem() {
        UUID device = world.save(
                world.admin,
                "/api/device?accessToken=" + HUSH,
                Map.of("name", "d", "additionalInfo", Map.of("wifiPassword", HUSH, "gpio", 4)));
        long later = world.platform.clock().millis() + 60_000;
        post("/api/rpc/oneway/" + device, """
                {"method":"join","persistent":true,"expirationTime":%d,
                 "params":{"ssid":"plant","wifi_password":"%s","more":[{"accessToken":"%s","pin":7}]}}
                """.formatted(later, HUSH, HUSH));
        post("/api/plugins/telemetry/DEVICE/" + device + "/attributes/SHARED_SCOPE", """
                {"ssid":"plant","wifiPassword":"%s"}""".formatted(HUSH));
        post("/api/device/bulk_import", """
                {"file":"name,wifi,token\\nd2,%s,%s-2","mapping":{"delimiter":",","header":true,"update":false,
                 "columns":[{"type":"NAME"},{"type":"SHARED_ATTRIBUTE","key":"wifiPassword"},{"type":"ACCESS_TOKEN"}]}}
                """.formatted(HUSH, HUSH));
        world.api.post(TestWorld.SYSTEM, "/api/admin/settings", """
                {"key":"mail","jsonValue":{"smtpHost":"m","smtpPort":"25","mailFrom":"a@b.example","smtpProtocol":"smtp",
                 "username":"u","password":"%s"}}""".formatted(HUSH));
        assertThat(log())
                .doesNotContain(HUSH)
                .contains("\"wifi_password\":\"(secret)\"")
                .contains("\"ssid\":\"plant\"")
                .contains("\"pin\":7")
                .contains("\"gpio\":4");
    }

    @Test
    void keysAndLinksAreNotThereAtAll() {
        UUID user = world.save(
                world.admin,
                "/api/user?sendActivationMail=false",
                Map.of("email", "new@acme.example", "authority", "TENANT_ADMIN"));
        String link = world.api
                .get(world.admin, "/api/user/" + user + "/activationLink")
                .text();
        JsonNode key = world.api
                .post(world.admin, "/api/apiKey", """
                        {"userId":{"entityType":"USER","id":"%s"}}""".formatted(world.admin.userId()))
                .json();
        assertThat(log())
                .doesNotContain(link.substring(link.indexOf('=') + 1))
                .doesNotContain(key.path("value").asText());
    }
}
