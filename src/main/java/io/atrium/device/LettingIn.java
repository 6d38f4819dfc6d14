package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.device.DeviceCredentialsStore.Row;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of credentials lets somebody in who knows it: a token, a password, the key of a certificate, and of credentials
 * without a password the names. Whatever else changes keeps nobody out.
 */
final class LettingIn {

    private static final List<String> NAMES = List.of("clientId", "userName");
    private static final String PASSWORD = "password";

    private LettingIn() {}

    /** True if who knows the former credentials knows nothing that lets in with the new ones. */
    static boolean isAnother(Row before, CheckedCredentials wanted) {
        return Collections.disjoint(all(before.type(), before.credentialsId(), before.value()), secrets(wanted));
    }

    static Set<String> hashes(CheckedCredentials credentials) {
        return hashes(secrets(credentials));
    }

    static Set<String> hashes(Row row) {
        return hashes(secrets(row.type(), row.credentialsId(), row.value()));
    }

    private static Set<String> hashes(Set<String> secrets) {
        return secrets.stream().map(CheckedCredentials::sha3).collect(Collectors.toSet());
    }

    private static Set<String> secrets(CheckedCredentials credentials) {
        return secrets(credentials.type(), credentials.id(), credentials.value());
    }

    private static Set<String> secrets(DeviceCredentialsType type, String id, @Nullable String value) {
        if (type == DeviceCredentialsType.MQTT_BASIC) {
            Set<String> password = members(value, List.of(PASSWORD));
            return password.isEmpty() ? members(value, NAMES) : password;
        }
        return all(type, id, value);
    }

    /** The secrets, and beside a password the names. */
    private static Set<String> all(DeviceCredentialsType type, String id, @Nullable String value) {
        return switch (type) {
            case MQTT_BASIC -> {
                Set<String> all = members(value, NAMES);
                all.addAll(members(value, List.of(PASSWORD)));
                yield all;
            }
            case X509_CERTIFICATE -> Set.of(publicKey(id, value));
            case ACCESS_TOKEN, LWM2M_CREDENTIALS -> Set.of(id);
        };
    }

    private static Set<String> members(@Nullable String json, List<String> fields) {
        JsonNode value = Json.read(json == null ? "{}" : json, JsonNode.class);
        Set<String> members = new HashSet<>();
        for (String field : fields) {
            String text = value.path(field).asText("");
            if (!text.isEmpty()) {
                members.add(text);
            }
        }
        return members;
    }

    /** Another certificate of the same key lets the same one in. */
    private static String publicKey(String id, @Nullable String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64 == null ? "" : base64);
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (IllegalArgumentException | CertificateException e) {
            return id;
        }
    }
}
