package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life times of tokens can be changed while the server runs; what signs them cannot (access-model 6.1). */
final class JwtSettingsTest {

    private static final String PATH = "/api/admin/jwtSettings";

    private final PeopleWorld people = new PeopleWorld();
    private Actor root = TestWorld.SYSTEM;

    @BeforeEach
    void makeAdministrator() {
        Map<String, String> user = Map.of("email", "root@system.example", "authority", "SYS_ADMIN");
        UUID id = UUID.fromString(ok(people.post(TestWorld.SYSTEM, "/api/user?sendActivationMail=false", user))
                .at("/id/id")
                .asText());
        people.world.people.bootstrap().setPassword(id, PASSWORD);
        root = people.world.caller(people.world
                .login("root@system.example", PASSWORD)
                .path("token")
                .asText());
    }

    @AfterEach
    void close() {
        people.close();
    }

    private static Map<String, Object> times(int access, int refresh) {
        return Map.of("tokenExpirationTime", access, "refreshTokenExpTime", refresh);
    }

    @Test
    void showsTheTimesAndNeverTheKey() {
        JsonNode settings = ok(people.get(root, PATH));
        assertThat(settings.path("tokenExpirationTime").asInt()).isEqualTo(9_000);
        assertThat(settings.path("refreshTokenExpTime").asInt()).isEqualTo(604_800);
        assertThat(settings.path("tokenIssuer").asText()).isEqualTo("atrium.io");
        assertThat(settings.path("tokenSigningKey").isNull()).isTrue();
        refused(people.get(people.admin, PATH), 403, "permission");
        refused(people.post(people.admin, PATH, times(60, 900)), 403, "permission");
    }

    @Test
    void newTokensLastAsLongAsSaved() {
        String before = people.token(people.emma);
        JsonNode pair = ok(people.post(root, PATH, times(60, 900)));
        assertThat(people.world.caller(pair.path("token").asText()).userName()).isEqualTo("root@system.example");
        assertThat(ok(people.get(root, PATH)).path("tokenExpirationTime").asInt())
                .isEqualTo(60);
        JsonNode after = people.world.login("emma@a.example", PASSWORD);
        people.clock.advance(Duration.ofSeconds(61));
        people.world.caller(before);
        assertThatThrownBy(() -> people.world.caller(after.path("token").asText()))
                .hasMessage("Token has expired");
        Map<String, String> refresh =
                Map.of("refreshToken", after.path("refreshToken").asText());
        ok(people.post(null, "/api/auth/token", refresh));
        people.clock.advance(Duration.ofSeconds(900));
        assertThat(people.post(null, "/api/auth/token", refresh).status()).isEqualTo(401);
        assertThat(people.audited("UPDATED")).isPositive();
    }

    @Test
    void refusesWhatIsOutOfBoundsOrNotToBeChanged() {
        refused(people.post(root, PATH, times(59, 900)), 400, "'tokenExpirationTime' must be between 60");
        refused(people.post(root, PATH, times(60, 899)), 400, "'refreshTokenExpTime' must be between 900");
        refused(people.post(root, PATH, times(2_000, 1_000)), 400, "greater than");
        refused(people.post(root, PATH, Map.of("tokenExpirationTime", 60)), 400, "refreshTokenExpTime");
        Map<String, Object> issuer = new HashMap<>(times(60, 900));
        issuer.put("tokenIssuer", "somebody else");
        refused(people.post(root, PATH, issuer), 400, "tokenIssuer");
        Map<String, Object> key = new HashMap<>(times(60, 900));
        key.put("tokenSigningKey", "known to me");
        assertThat(people.post(root, PATH, key).text())
                .contains("cannot be set")
                .doesNotContain("known to me");
        JsonNode shown = ok(people.get(root, PATH));
        ok(people.post(root, PATH, Json.tree(shown)));
    }
}
