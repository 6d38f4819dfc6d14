package io.atrium.people;

import io.atrium.config.Setting;

/** The mail server that carries activation and reset links. */
public record MailConfig(
        @Setting(env = "ATRIUM_SMTP_HOST", doc = "Host of the mail server; without it no mail is sent")
        String host,

        @Setting(env = "ATRIUM_SMTP_PORT", fallback = "587", min = 1, max = 65_535, doc = "Port of the mail server")
        int port,

        @Setting(env = "ATRIUM_SMTP_USER", doc = "Name to log in at the mail server; none for no log-in")
        String user,

        @Setting(env = "ATRIUM_SMTP_PASSWORD", secret = true, doc = "Password to log in at the mail server")
        String password,

        @Setting(env = "ATRIUM_SMTP_FROM", fallback = "atrium@localhost", doc = "Sender address of every mail")
        String from,

        @Setting(
                env = "ATRIUM_SMTP_STARTTLS",
                fallback = "true",
                doc = "Whether the mail server must speak TLS before anything is sent")
        boolean startTls) {}
