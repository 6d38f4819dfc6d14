package io.atrium.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that somebody else made or changed open nothing. */
final class TokenForgeryTest {

    @Test
    void refusesEveryForgedToken() throws Exception {
        try (PeopleWorld people = new PeopleWorld()) {
            JsonNode pair = people.world.login("emma@a.example", PeopleWorld.PASSWORD);
            String token = pair.path("token").asText();
            String[] parts = token.split("\\.", -1);
            ObjectNode payload = Json.read(decode(parts[1]), ObjectNode.class);
            payload.put("customerId", people.customerB.toString());
            payload.putArray("scopes").add("SYS_ADMIN");
            String edited = encode(payload.toString());

            Map<String, String> forged = new LinkedHashMap<>();
            forged.put("edited payload", parts[0] + "." + edited + "." + parts[2]);
            forged.put("alg none", encode("{\"alg\":\"none\"}") + "." + edited + ".");
            forged.put("alg none, old signature", encode("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
            forged.put("HS256 header", encode("{\"alg\":\"HS256\"}") + "." + parts[1] + "." + parts[2]);
            forged.put("RS256 header", encode("{\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2]);
            forged.put("other key", signed(token, new byte[64]));
            forged.put("refresh as access", pair.path("refreshToken").asText());
            forged.put("no signature", parts[0] + "." + parts[1] + ".");
            forged.put("two parts", parts[0] + "." + parts[1]);
            forged.put("garbage", "a.b.c");
            forged.put("empty", "");
            forged.put("huge", token + "x".repeat(10_000));

            forged.forEach((what, text) -> assertThatThrownBy(() -> people.world.caller(text))
                    .as(what)
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.kind()).isEqualTo(Problem.Kind.AUTHENTICATION);
                        assertThat(problem.kind().errorCode()).isEqualTo(10);
                    }));
            for (String credentials : new String[] {"", "Basic x", token, "Bearer", "ApiKey ", "ApiKey atr_x"}) {
                assertThatThrownBy(() -> people.world.people.authenticator().authenticate(credentials))
                        .as(credentials)
                        .isInstanceOf(Problem.class)
                        .hasMessage("Authentication failed");
            }
            PeopleWorld.refused(
                    people.post(null, "/api/auth/token", Map.of("refreshToken", token)), 401, "\"errorCode\":10");
            assertThat(people.world.caller(token).userName()).isEqualTo("emma@a.example");
        }
    }

    private static String signed(String token, byte[] key) throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        SignedJWT forged = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims);
        forged.sign(new MACSigner(key));
        return forged.serialize();
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsOneKeyForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys/jwt.key");
        byte[] key = SigningKey.of(file, Ids.system());

        assertThat(key).hasSize(64).isEqualTo(SigningKey.of(file, Ids.system()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.of(folder.resolve("other.key"), Ids.system())).isNotEqualTo(key);
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> SigningKey.of(file, Ids.system())).hasMessageContaining("64 bytes");
    }
}
