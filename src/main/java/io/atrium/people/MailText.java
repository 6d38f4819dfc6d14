package io.atrium.people;

import java.util.Map;

/** A mail to one person. The texts have holes for values and no logic, so no value can become more than text. */
record MailText(String to, String subject, String text) {

    private static final String ACTIVATION = """
            Hello,

            an account on Atrium was made for {email}.
            Choose a password here to use it:

            {link}

            Whoever has the link can use it once, so do not pass it on.
            """;
    private static final String ACTIVATED = """
            Hello,

            the account {email} on Atrium is active now. You can log in here:

            {link}
            """;
    private static final String RESET = """
            Hello,

            somebody asked for a new password of the account {email} on Atrium.
            If it was you, choose one here:

            {link}

            If it was not you, nothing needs to be done.
            """;

    private static final String LOCKED = """
            Hello,

            the account {email} on Atrium was locked after too many wrong passwords.
            An administrator can switch it on again here:

            {link}
            """;

    static MailText activation(String email, String link) {
        return new MailText(email, "Your account on Atrium", fill(ACTIVATION, email, link));
    }

    static MailText activated(String email, String link) {
        return new MailText(email, "Your account on Atrium is active", fill(ACTIVATED, email, link));
    }

    static MailText reset(String email, String link) {
        return new MailText(email, "A new password for Atrium", fill(RESET, email, link));
    }

    /**
     * @param to who looks after accounts
     * @param email the account that was locked
     */
    static MailText locked(String to, String email, String link) {
        return new MailText(to, "An account on Atrium was locked", fill(LOCKED, email, link));
    }

    /** Fills the holes in one pass, so that a value that looks like a hole stays what it is. */
    private static String fill(String template, String email, String link) {
        Map<String, String> values = Map.of("email", email, "link", link);
        StringBuilder out = new StringBuilder(template.length() + email.length() + link.length());
        int at = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
            int close = template.indexOf('}', open);
            out.append(template, at, open).append(values.getOrDefault(template.substring(open + 1, close), ""));
            at = close + 1;
        }
        return out.append(template, at, template.length()).toString();
    }
}
