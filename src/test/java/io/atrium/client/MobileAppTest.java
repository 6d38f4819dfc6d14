package io.atrium.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the mobile app asks, from its start to the first dashboard. */
final class MobileAppTest {

    private static final String APP = "?pkgName=org.example.app&platform=ANDROID";

    private TestWorld world;
    private Actor emma;

    @BeforeEach
    void open() {
        world = new TestWorld();
        UUID customer = world.newCustomer(world.tenant, null, "Customer A");
        emma = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode get(@Nullable Actor actor, String path) {
        TestApi.Answer answer = world.api.get(actor, path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void findsAContractThatItKnows() {
        JsonNode info = get(emma, "/api/system/info");

        assertThat(info.path("type").asText()).isEqualTo("PE");
        assertThat(info.path("edition").asText()).isEqualTo("PE");
        assertThat(info.path("version").asText()).as("the contract's own").matches("4\\.4\\.\\d+");
        assertThat(info.path("atriumVersion").asText()).as("ours, beside it").isNotEmpty();
    }

    @Test
    void showsTheLogInWithoutAnybodyBeingLoggedIn() {
        JsonNode login = get(null, "/api/noauth/mobile" + APP);
        assertThat(login.path("oAuth2ClientLoginInfos").isArray()).isTrue();
        assertThat(login.path("versionInfo").isNull()).isTrue();
        assertThat(get(null, "/api/noauth/whiteLabel/loginWhiteLabelParams")
                        .path("appTitle")
                        .asText())
                .isEqualTo("Atrium");
        assertThat(world.api
                        .get(null, "/api/noauth/mobile?pkgName=a&platform=TOASTER")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void startsWithItsUserAndTheHomeDashboard() {
        assertThat(get(emma, "/api/mobile" + APP).path("homeDashboardInfo").isNull())
                .isTrue();
        UUID home = world.save(
                world.admin,
                "/api/dashboard",
                Json.object().put("title", "Home").put("mobileHide", false));
        TestApi.Answer set = world.api.post(
                world.admin, "/api/tenant/dashboard/home/info", "{\"dashboardId\":{\"id\":\"" + home + "\"}}");
        assertThat(set.status()).as(set.text()).isEqualTo(200);

        JsonNode start = get(world.admin, "/api/mobile" + APP);

        assertThat(start.at("/user/email").asText()).isEqualTo("admin@acme.example");
        assertThat(start.at("/homeDashboardInfo/dashboardId")).isEqualTo(Json.tree(new Ref("DASHBOARD", home)));
        assertThat(get(emma, "/api/mobile" + APP).path("homeDashboardInfo").isNull())
                .as("a home that the user may not read")
                .isTrue();
        assertThat(get(emma, "/api/whiteLabel/whiteLabelParams")
                        .path("appTitle")
                        .asText())
                .isEqualTo("Atrium");
        assertThat(get(emma, "/api/auth/2fa/providers")).isEmpty();
    }

    @Test
    void keepsAndForgetsItsPushTokenForItsUserOnly() {
        String session = "/api/user/mobile/session?xMobileToken=phone";
        assertThat(world.api.get(emma, session).text()).isEmpty();
        assertThat(world.api.post(emma, session, "{\"fcmTokenTimestamp\":5}").status())
                .isEqualTo(200);

        assertThat(get(emma, session).path("fcmTokenTimestamp").asLong()).isEqualTo(5);
        assertThat(world.api.get(world.admin, session).text())
                .as("another user's")
                .isEmpty();

        assertThat(world.api.delete(emma, session).status()).isEqualTo(200);
        assertThat(world.api.get(emma, session).text()).isEmpty();
    }

    @Test
    void oldestOfTooManyPushTokensGivesWay() {
        String session = "/api/user/mobile/session?xMobileToken=";
        for (int i = 0; i <= 10; i++) {
            assertThat(world.api.post(emma, session + i, "{}").status()).isEqualTo(200);
        }

        assertThat(world.api.get(emma, session + 0).text()).isEmpty();
        assertThat(get(emma, session + 10).path("fcmTokenTimestamp").asLong()).isPositive();
        assertThat(world.api.post(emma, session + "x".repeat(1_001), "{}").status())
                .isEqualTo(400);
    }

    @Test
    void findsNoNotifications() {
        assertThat(get(emma, "/api/notifications?pageSize=10&page=0&unreadOnly=true&deliveryMethod=MOBILE_APP")
                        .path("totalElements")
                        .asInt())
                .isZero();
        assertThat(world.api
                        .get(emma, "/api/notifications/unread/count?deliveryMethod=MOBILE_APP")
                        .text())
                .isEqualTo("0");
        assertThat(world.api.call(emma, "PUT", "/api/notifications/read", "").status())
                .isEqualTo(200);
    }
}
