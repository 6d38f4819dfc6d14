package io.atrium.people;

import io.atrium.base.Actor;

/**
 * Mails activation links, few to one address and few for one caller: whoever may invite people must not be able to fill a
 * stranger's mailbox, or to use the installation's mail server for many strangers.
 */
final class ActivationMails {

    /** To one address in a minute: the invitation and another try or two. */
    static final int TO_ONE_ADDRESS = 3;

    private final Parts parts;
    private final Credentials credentials;
    private final Throttle byReceiver;
    private final Throttle bySender;

    ActivationMails(Parts parts, Credentials credentials) {
        this.parts = parts;
        this.credentials = credentials;
        this.byReceiver = new Throttle(TO_ONE_ADDRESS, parts.platform().clock());
        this.bySender = new Throttle(
                parts.config().activationMailsPerMinute(), parts.platform().clock());
    }

    /**
     * Mails a user his link; who may ask is for the caller to check.
     *
     * @throws io.atrium.base.Problem 429 if there were too many
     */
    void send(Actor asker, Account account) {
        bySender.take(asker.tenantId() + " " + asker.userId());
        byReceiver.take(Emails.key(account.email()));
        String link = credentials.activationLink(asker, account).value();
        parts.mailer().send(MailText.activation(account.email(), link));
    }
}
