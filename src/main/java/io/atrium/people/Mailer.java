package io.atrium.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends plain text through the configured mail server; off when there is none. */
final class Mailer {

    static final Duration LIMIT = Duration.ofSeconds(10);

    private final Supplier<MailServer> server;

    /**
     * @param server asked for every mail, because an administrator may change it
     */
    Mailer(Supplier<MailServer> server) {
        this.server = server;
    }

    boolean isOn() {
        return !server.get().host().isEmpty();
    }

    /** The settings at work as the contract shows them; the host is empty if no mail is sent. */
    ObjectNode shown() {
        return server.get().shown();
    }

    /** Hands a mail over to the server, or throws a problem that names no inner matters. */
    void send(MailText mail) {
        MailServer at = server.get();
        if (at.host().isEmpty()) {
            throw Problem.badRequest("No mail server is configured (ATRIUM_SMTP_HOST), so no mail can be sent");
        }
        try {
            MimeMessage message = new MimeMessage(session(at));
            message.setFrom(new InternetAddress(at.from(), true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setText(mail.text(), StandardCharsets.UTF_8.name());
            Transport.send(message);
        } catch (MessagingException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The mail server did not take the mail", e);
        }
    }

    private static Session session(MailServer at) {
        Properties properties = new Properties();
        String millis = Long.toString(LIMIT.toMillis());
        properties.put("mail.smtp.host", at.host());
        properties.put("mail.smtp.port", Integer.toString(at.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.starttls.enable", Boolean.toString(at.startTls()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(at.startTls()));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(at.tls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", Boolean.toString(!at.user().isEmpty()));
        return Session.getInstance(properties, authenticator(at));
    }

    private static @Nullable Authenticator authenticator(MailServer at) {
        if (at.user().isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(at.user(), at.password());
            }
        };
    }
}
