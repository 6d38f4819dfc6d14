package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import java.util.Optional;

/**
 * The mail server at work: the one that the system administrator saved, else the one of the start.
 *
 * @param host empty for none
 * @param tls true to speak TLS from the first byte
 * @param startTls true to ask for TLS before anything is sent
 */
record MailServer(String host, int port, boolean tls, boolean startTls, String user, String password, String from) {

    /** Where the system's settings have it. */
    static final String KEY = "mail";

    private static final int DEFAULT_PORT = 25;
    private static final int MAX_PORT = 65_535;

    static MailServer of(MailConfig start) {
        return new MailServer(
                start.host(), start.port(), false, start.startTls(), start.user(), start.password(), start.from());
    }

    /** What somebody saved, in the contract's words; a saved server without a host is none. */
    static MailServer of(Optional<String> saved, MailConfig start) {
        JsonNode value = saved.map(text -> Json.read(text, JsonNode.class)).orElse(Json.object());
        if (value.path("smtpHost").asText("").isBlank()) {
            return of(start);
        }
        int port = value.path("smtpPort").asInt(DEFAULT_PORT);
        String from = value.path("mailFrom").asText("");
        String password = value.path("password").asText("");
        // The password of the start is never shown, so it cannot have been sent back with the rest.
        boolean same = value.path("smtpHost").asText().strip().equals(start.host())
                && value.path("username").asText("").equals(start.user());
        return new MailServer(
                value.path("smtpHost").asText().strip(),
                port < 1 || port > MAX_PORT ? DEFAULT_PORT : port,
                value.path("smtpProtocol").asText("").equalsIgnoreCase("smtps"),
                value.path("enableTls").asBoolean(false),
                value.path("username").asText(""),
                password.isEmpty() && same ? start.password() : password,
                from.isBlank() ? start.from() : from);
    }

    /** The settings as the contract shows them, without the password. */
    ObjectNode shown() {
        return Json.object()
                .put("mailFrom", from)
                .put("smtpProtocol", tls ? "smtps" : "smtp")
                .put("smtpHost", host)
                .put("smtpPort", Integer.toString(port))
                .put("timeout", Long.toString(Mailer.LIMIT.toMillis()))
                .put("enableTls", startTls)
                .put("username", user)
                .put("enableProxy", false)
                .put("enableOauth2", false);
    }
}
