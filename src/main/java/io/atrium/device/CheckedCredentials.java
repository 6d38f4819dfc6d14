package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Credentials whose form was checked, with the id that a device is looked up by (device-data-api 7.2).
 *
 * @param id unique over the whole installation: the token, the user name, or a hash
 * @param value what else has to match; null for tokens
 */
record CheckedCredentials(
        DeviceCredentialsType type, String id, @Nullable String value) {

    /** Longest token, client id, user name or password, in characters. */
    static final int MAX_LENGTH = 255;

    /** Largest certificate, in characters. */
    static final int MAX_CERTIFICATE = 32_768;

    private static final int TOKEN_LENGTH = 20;

    static CheckedCredentials token(String token) {
        return new CheckedCredentials(DeviceCredentialsType.ACCESS_TOKEN, text("credentialsId", token), null);
    }

    static CheckedCredentials random(io.atrium.base.Ids ids) {
        return token(ids.secret(TOKEN_LENGTH));
    }

    static CheckedCredentials of(DeviceCredentials sent) {
        DeviceCredentialsType type = sent.credentialsType();
        if (type == null) {
            throw Problem.badRequest("Device credentials type should be specified!");
        }
        return switch (type) {
            case ACCESS_TOKEN -> token(required(sent.credentialsId(), "Device credentials id should be specified!"));
            case X509_CERTIFICATE ->
                certificate(
                        "credentialsValue",
                        required(sent.credentialsValue(), "Device credentials value should be specified!"));
            case MQTT_BASIC ->
                basic(required(sent.credentialsValue(), "Device credentials value should be specified!"));
            case LWM2M_CREDENTIALS -> throw Problem.badRequest("LWM2M credentials are not supported");
        };
    }

    // ---- MQTT --------------------------------------------------------------------------------------------------

    /** The id that a pair of client id and user name is looked up by. */
    static String basicId(String clientId, String userName) {
        if (clientId.isEmpty()) {
            return userName;
        }
        return sha3(userName.isEmpty() ? clientId : clientId + "|" + userName);
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static CheckedCredentials basic(@Nullable String clientId, @Nullable String userName, @Nullable String password) {
        boolean noUser = userName == null || userName.isEmpty();
        boolean hasPassword = password != null && !password.isEmpty();
        if (noUser && (clientId == null || clientId.isEmpty())) {
            throw Problem.badRequest("Both mqtt client id and user name are empty!");
        }
        if (noUser && hasPassword) {
            throw Problem.badRequest("A mqtt password needs a user name");
        }
        ObjectNode value = Json.object();
        put(value, "clientId", clientId);
        put(value, "userName", userName);
        put(value, "password", password);
        return new CheckedCredentials(
                DeviceCredentialsType.MQTT_BASIC, basicId(orEmpty(clientId), orEmpty(userName)), value.toString());
    }

    private static CheckedCredentials basic(String json) {
        JsonNode value = Json.read(json, JsonNode.class);
        if (!value.isObject()) {
            throw Problem.badRequest(
                    "Field 'credentialsValue' must be an object with clientId, userName and password, as a string");
        }
        return basic(member(value, "clientId"), member(value, "userName"), member(value, "password"));
    }

    private static @Nullable String member(JsonNode value, String field) {
        JsonNode member = value.get(field);
        if (member == null || member.isNull()) {
            return null;
        }
        if (!member.isTextual()) {
            throw Problem.badRequest("Field 'credentialsValue." + field + "' must be a string");
        }
        return member.textValue();
    }

    private static void put(ObjectNode value, String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            value.putNull(field);
        } else {
            value.put(field, text("credentialsValue." + field, text));
        }
    }

    // ---- certificates ------------------------------------------------------------------------------------------

    static CheckedCredentials certificate(String field, String pem) {
        if (pem.length() > MAX_CERTIFICATE) {
            throw Problem.badRequest("Field '" + field + "' is longer than " + MAX_CERTIFICATE + " characters");
        }
        String body = pem.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(body);
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IllegalArgumentException | CertificateException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Field '" + field + "' is not a certificate in PEM form", e);
        }
        return new CheckedCredentials(DeviceCredentialsType.X509_CERTIFICATE, sha3(body), body);
    }

    /** The SHA3-256 of a text, in hexadecimal. */
    static String sha3(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA3-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA3-256", e);
        }
    }

    // ---- texts -------------------------------------------------------------------------------------------------

    private static String required(@Nullable String text, String message) {
        if (text == null || text.isBlank()) {
            throw Problem.badRequest(message);
        }
        return text;
    }

    private static String text(String field, String text) {
        if (text.isBlank()) {
            throw Problem.badRequest("Field '" + field + "' must not be blank");
        }
        if (text.length() > MAX_LENGTH) {
            throw Problem.badRequest("Field '" + field + "' is longer than " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest("Field '" + field + "' must not contain control characters");
        }
        return text;
    }
}
