package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The groups of settings that administrators may read and write, with what must hold for each. */
enum SettingKey {
    GENERAL(List.of(), List.of()) {
        @Override
        void check(ObjectNode value) {
            JsonNode address = value.path("baseUrl");
            if (!address.isMissingNode() && !address.isNull() && !isWebAddress(address.asText())) {
                throw Problem.badRequest("Field 'jsonValue.baseUrl' must be an http or https address");
            }
        }
    },
    MAIL(List.of("password", "clientSecret", "refreshToken"), List.of("smtpHost", "smtpPort", "tokenUri")) {
        @Override
        void check(ObjectNode value) {
            JsonNode port = value.path("smtpPort");
            boolean absent =
                    port.isMissingNode() || port.isNull() || port.asText().isEmpty();
            if (!absent && (port.asInt() < 1 || port.asInt() > MAX_PORT)) {
                throw Problem.badRequest("Field 'jsonValue.smtpPort' must be between 1 and " + MAX_PORT);
            }
        }
    };

    /** Stands for a secret in everything that leaves the server. */
    static final String MASK = "********";

    private static final int MAX_PORT = 65_535;
    private static final Set<String> WEB = Set.of("http", "https");

    private final List<String> secrets;
    private final List<String> guarded;

    /**
     * @param secrets fields that are never shown
     * @param guarded fields that say where the secrets are sent
     */
    SettingKey(List<String> secrets, List<String> guarded) {
        this.secrets = secrets;
        this.guarded = guarded;
    }

    abstract void check(ObjectNode value);

    /** The key as the wire writes it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SettingKey> of(String wire) {
        return Arrays.stream(values()).filter(key -> key.wire().equals(wire)).findFirst();
    }

    /** A copy with the mask in place of every secret. */
    ObjectNode masked(ObjectNode value) {
        ObjectNode copy = value.deepCopy();
        for (String secret : secrets) {
            if (!copy.path(secret).asText("").isEmpty()) {
                copy.put(secret, MASK);
            }
        }
        return copy;
    }

    /**
     * A copy where secrets that the caller left out or wrote back masked are those that are stored. They never follow a
     * server to another address, or whoever may write settings could have them sent to himself.
     */
    ObjectNode unmasked(ObjectNode value, ObjectNode stored) {
        ObjectNode copy = value.deepCopy();
        for (String secret : secrets) {
            JsonNode given = copy.get(secret);
            boolean kept = given == null || given.asText().equals(MASK);
            JsonNode old = stored.get(secret);
            if (kept && old != null) {
                requireSameTarget(secret, copy, stored);
                copy.set(secret, old);
            } else if (kept) {
                copy.remove(secret);
            }
        }
        return copy;
    }

    private void requireSameTarget(String secret, ObjectNode value, ObjectNode stored) {
        for (String field : guarded) {
            if (!value.path(field).asText("").equals(stored.path(field).asText(""))) {
                throw Problem.badRequest(
                        "Field 'jsonValue." + secret + "' must be given again when 'jsonValue." + field + "' changes");
            }
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI address = new URI(text);
            String scheme = address.getScheme();
            return scheme != null && WEB.contains(scheme.toLowerCase(Locale.ROOT)) && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
