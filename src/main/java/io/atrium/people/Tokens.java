package io.atrium.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.people.Claims.Guise;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes and checks tokens (access-model 6.1): HS512 and nothing else, with the key of this installation. A good signature
 * says who somebody was; whether that still holds is for {@link TokenAuthenticator} to find out.
 */
final class Tokens {

    /** Longest token that is looked at, in characters. */
    static final int MAX_LENGTH = 4_096;

    static final String ISSUER = "atrium.io";

    private static final String CSRF_MAC = "HmacSHA256";
    private static final String REFRESH = "REFRESH_TOKEN";
    private static final String ISSUED = "iatMs";
    private static final String IMPERSONATOR = "impersonator";
    private static final String IMPERSONATOR_SESSION = "impersonatorSession";
    private static final String READ_ONLY = "readOnly";
    private static final int CACHED = 10_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);

    private final SecretKeySpec csrfKey;
    private final MACSigner signer;
    private final MACVerifier verifier;
    private final Cache<String, Claims> verified = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterAccess(CACHED_FOR)
            .build();

    Tokens(byte[] key) {
        this.csrfKey = new SecretKeySpec(key, CSRF_MAC);
        try {
            signer = new MACSigner(key);
            verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("The signing key is of no use", e);
        }
    }

    /**
     * Who a pair of tokens is for.
     *
     * @param issued in milliseconds
     * @param guise who will be behind the user; null for the user itself
     */
    record Bearer(
            Actor actor,
            String firstName,
            String lastName,
            long issued,
            @Nullable Guise guise) {}

    String access(Bearer bearer, Duration ttl) {
        Actor actor = bearer.actor();
        UUID customer = actor.customerId();
        JWTClaimsSet.Builder claims = common(bearer, ttl)
                .claim("scopes", List.of(actor.authority().name()))
                .claim("firstName", bearer.firstName())
                .claim("lastName", bearer.lastName())
                .claim("enabled", true)
                .claim("tenantId", actor.tenantId().toString())
                .claim("customerId", (customer == null ? Ref.NULL_ID : customer).toString());
        return sign(claims.build());
    }

    String refresh(Bearer bearer, Duration ttl, UUID tokenId) {
        JWTClaimsSet.Builder claims =
                common(bearer, ttl).claim("scopes", List.of(REFRESH)).jwtID(tokenId.toString());
        UUID customer = bearer.actor().customerId();
        if (bearer.actor().publicLink() && customer != null) {
            claims.claim("tenantId", bearer.actor().tenantId().toString()).claim("customerId", customer.toString());
        }
        return sign(claims.build());
    }

    private static JWTClaimsSet.Builder common(Bearer bearer, Duration ttl) {
        Actor actor = bearer.actor();
        UUID session = actor.sessionId();
        Guise guise = bearer.guise();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(actor.userName())
                .issuer(ISSUER)
                .issueTime(at(bearer.issued()))
                .expirationTime(at(bearer.issued() + ttl.toMillis()))
                .claim("userId", actor.userId().toString())
                .claim("isPublic", actor.publicLink())
                .claim(ISSUED, bearer.issued());
        if (session != null) {
            claims.claim("sessionId", session.toString());
        }
        if (guise != null) {
            claims.claim(IMPERSONATOR, guise.by().toString()).claim(READ_ONLY, guise.readOnly());
            UUID from = guise.session();
            claims.claim(IMPERSONATOR_SESSION, from == null ? null : from.toString());
        }
        return claims;
    }

    private static Date at(long millis) {
        return Date.from(Instant.ofEpochMilli(millis));
    }

    private String sign(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw Problem.internal("A token cannot be signed", e);
        }
    }

    /** What only pages know that were told so by this server; the same for a log-in from its beginning to its end. */
    String csrf(UUID session) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(code("csrf:" + session));
    }

    /**
     * The secret of a link, which only this installation's key can tell from the nonce: the database holds the nonce and a
     * hash of the secret, and so alone opens nothing.
     */
    String linkSecret(UUID user, String nonce, int length) {
        String text = new BigInteger(1, code("link:" + user + ":" + nonce)).toString(Character.MAX_RADIX);
        return "0".repeat(Math.max(0, length - text.length())) + text.substring(0, Math.min(length, text.length()));
    }

    private byte[] code(String text) {
        try {
            Mac mac = Mac.getInstance(CSRF_MAC);
            mac.init(csrfKey);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + CSRF_MAC, e);
        }
    }

    /** The claims of an access token; checked once, then remembered. */
    Claims verifyAccess(String token) {
        Claims known = verified.getIfPresent(token);
        if (known != null) {
            return known;
        }
        Claims claims = verify(token, false);
        verified.put(token, claims);
        return claims;
    }

    Claims verifyRefresh(String token) {
        return verify(token, true);
    }

    private Claims verify(String token, boolean refresh) {
        if (token.length() > MAX_LENGTH) {
            throw refused(null);
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS512.equals(signed.getHeader().getAlgorithm()) || !signed.verify(verifier)) {
                throw refused(null);
            }
            return claims(signed.getJWTClaimsSet(), refresh);
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
            throw refused(e);
        }
    }

    private static Claims claims(JWTClaimsSet set, boolean refresh) throws ParseException {
        List<String> scopes = set.getStringListClaim("scopes");
        boolean isRefresh = scopes.equals(List.of(REFRESH));
        if (!ISSUER.equals(set.getIssuer()) || isRefresh != refresh || scopes.size() != 1) {
            throw refused(null);
        }
        if (!refresh) {
            Authority.valueOf(scopes.getFirst());
        }
        boolean isPublic = set.getBooleanClaim("isPublic");
        return new Claims(
                UUID.fromString(set.getStringClaim("userId")),
                id(set, "sessionId"),
                isPublic ? id(set, "tenantId") : null,
                isPublic ? id(set, "customerId") : null,
                set.getLongClaim(ISSUED),
                set.getExpirationTime().toInstant().toEpochMilli(),
                id(set, "jti"),
                guise(set));
    }

    private static @Nullable Guise guise(JWTClaimsSet set) throws ParseException {
        UUID by = id(set, IMPERSONATOR);
        return by == null ? null : new Guise(by, id(set, IMPERSONATOR_SESSION), set.getBooleanClaim(READ_ONLY));
    }

    private static @Nullable UUID id(JWTClaimsSet set, String name) throws ParseException {
        String text = set.getStringClaim(name);
        return text == null ? null : UUID.fromString(text);
    }

    private static Problem refused(@Nullable Throwable cause) {
        return new Problem(Problem.Kind.AUTHENTICATION, "Authentication failed", cause);
    }
}
