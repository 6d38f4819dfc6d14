package io.atrium.people;

import io.atrium.base.Problem;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends plain text through the configured mail server; off when there is none. */
final class Mailer {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final MailConfig config;

    Mailer(MailConfig config) {
        this.config = config;
    }

    boolean isOn() {
        return !config.host().isEmpty();
    }

    /** Hands a mail over to the server, or throws a problem that names no inner matters. */
    void send(MailText mail) {
        if (!isOn()) {
            throw Problem.badRequest("No mail server is configured (ATRIUM_SMTP_HOST), so no mail can be sent");
        }
        try {
            MimeMessage message = new MimeMessage(session());
            message.setFrom(new InternetAddress(config.from(), true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setText(mail.text(), StandardCharsets.UTF_8.name());
            Transport.send(message);
        } catch (MessagingException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The mail server did not take the mail", e);
        }
    }

    private Session session() {
        Properties properties = new Properties();
        String millis = Long.toString(LIMIT.toMillis());
        properties.put("mail.smtp.host", config.host());
        properties.put("mail.smtp.port", Integer.toString(config.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.starttls.enable", Boolean.toString(config.startTls()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(config.startTls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
        return Session.getInstance(properties, authenticator());
    }

    private @Nullable Authenticator authenticator() {
        if (config.user().isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(config.user(), config.password());
            }
        };
    }
}
