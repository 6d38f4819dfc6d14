package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.http.TestApi.Answer;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refresh tokens work once, and a second use tells of a thief. */
final class RefreshTokenTest {

    private final PeopleWorld people = new PeopleWorld();

    @AfterEach
    void close() {
        people.close();
    }

    private Answer refresh(JsonNode pair) {
        return people.post(
                null,
                "/api/auth/token",
                Map.of("refreshToken", pair.path("refreshToken").asText()));
    }

    private static String tokenId(JsonNode pair) throws ParseException {
        return com.nimbusds.jwt.SignedJWT.parse(pair.path("refreshToken").asText())
                .getJWTClaimsSet()
                .getJWTID();
    }

    @Test
    void eachOneIsFollowedByAnother() throws ParseException {
        JsonNode first = ok(people.login("emma@a.example", PASSWORD));
        people.clock.advance(Duration.ofMinutes(5));
        JsonNode second = ok(refresh(first));
        people.clock.advance(Duration.ofMinutes(5));
        JsonNode third = ok(refresh(second));
        assertThat(tokenId(second)).isNotEqualTo(tokenId(first));
        assertThat(tokenId(third)).isNotEqualTo(tokenId(second));
    }

    @Test
    void twoTabsThatRefreshAtOnceGetTheSameSuccessor() throws ParseException {
        JsonNode first = ok(people.login("emma@a.example", PASSWORD));
        JsonNode one = ok(refresh(first));
        people.clock.advance(Duration.ofSeconds(29));
        JsonNode other = ok(refresh(first));
        assertThat(tokenId(other)).isEqualTo(tokenId(one));
        // Both tabs go on from there.
        people.clock.advance(Duration.ofMinutes(5));
        ok(refresh(other));
        ok(refresh(one));
    }

    @Test
    void aSecondUseEndsTheLogInWithAllItsTokens() {
        JsonNode first = ok(people.login("emma@a.example", PASSWORD));
        JsonNode elsewhere = ok(people.login("emma@a.example", PASSWORD));
        JsonNode second = ok(refresh(first));
        people.clock.advance(Duration.ofSeconds(31));
        refused(refresh(first), 401, "\"errorCode\":11");
        refused(refresh(second), 401, "\"errorCode\":11");
        assertThatThrownBy(() -> people.world.caller(second.path("token").asText()))
                .hasMessage("Token has expired");
        assertThat(people.world.caller(elsewhere.path("token").asText()).userId())
                .isEqualTo(people.emma.userId());
        ok(refresh(elsewhere));
    }

    @Test
    void anOlderOneIsAThiefsEvenAMomentLater() {
        JsonNode first = ok(people.login("emma@a.example", PASSWORD));
        JsonNode second = ok(refresh(first));
        ok(refresh(second));
        refused(refresh(first), 401, "\"errorCode\":11");
        refused(refresh(second), 401, "\"errorCode\":11");
    }
}
