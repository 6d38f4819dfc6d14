package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AccessChanged;
import io.atrium.entity.Administrators;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Change;
import io.atrium.entity.WaysIn;
import io.atrium.http.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Activation, passwords and the switch of accounts; every change ends the tokens of before and is audited. */
final class Credentials {

    /** Letters and digits in a link's secret. */
    static final int SECRET_LENGTH = 40;

    /** A link that is nearly over is made anew before it is shown. */
    static final Duration RENEW_BEFORE = Duration.ofMinutes(15);

    /** One mail in this time for one account. */
    static final Duration RESET_PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(Credentials.class);

    private final Parts parts;
    private final Standing standing;
    private final FormerPasswordStore former;
    private final Administrators administrators;
    private final ApiKeyStore keys;

    Credentials(Parts parts, Standing standing) {
        this.parts = parts;
        this.standing = standing;
        this.keys = new ApiKeyStore(parts.platform().database());
        this.former = new FormerPasswordStore(parts.platform().database(), parts.passwords());
        this.administrators = new Administrators(parts.accountStore()::anyOpen);
    }

    // ---- activation --------------------------------------------------------------------------------------------

    /** How long a new activation link is good. */
    Duration activationTtl() {
        return parts.settings().security().activationTtl(parts.config().activationTtl());
    }

    String newSecret() {
        return parts.platform().ids().secret(SECRET_LENGTH);
    }

    /** Adds the account of a new user. */
    void create(Change change, UUID user, String email) {
        parts.accountStore().insert(change, user, email);
    }

    /**
     * The link with which a user chooses a password, made anew if it is over or nearly so, or if somebody else was shown
     * it: it is good for as long as whoever was shown it may open the account.
     */
    UserActivationLink activationLink(Actor asker, Account account) {
        WaysIn.requireLogIn(asker);
        if (account.isActivated()) {
            throw Problem.badRequest("User is already activated!");
        }
        if (account.switchedOff()) {
            throw Problem.badRequest("User is switched off; switch the account on, then ask for a new activation link");
        }
        long now = parts.platform().clock().millis();
        String nonce = account.activateNonce();
        long until = account.activateUntil();
        if (nonce == null || until - now < RENEW_BEFORE.toMillis() || !mayBeShown(account, asker)) {
            nonce = newSecret();
            until = now + activationTtl().toMillis();
            String hash = Secrets.hash(secret(account, nonce));
            var link = new AccountStore.Activation(nonce, hash, asker.userId(), until);
            parts.platform().gate().change(asker, account.tenantId(), change -> {
                GroundStore.hold(change.sql(), asker);
                if (!parts.accountStore().setActivation(change, account, link)) {
                    throw Problem.versionConflict("User '" + account.email() + "'");
                }
                change.audit(AuditAction.CREDENTIALS_UPDATED, subject(change, account), note("New activation link"));
                return link;
            });
        }
        String token = secret(account, nonce);
        return new UserActivationLink(parts.link("/api/noauth/activate?activateToken=" + token), until - now);
    }

    private static boolean mayBeShown(Account account, Actor asker) {
        return asker.userId().equals(account.activateBy());
    }

    private String secret(Account account, String nonce) {
        return parts.tokens().linkSecret(account.userId(), nonce, SECRET_LENGTH);
    }

    Account activate(String token, String password, Call.Client client) {
        Account account = byActivateToken(token)
                .filter(found ->
                        found.activateUntil() > parts.platform().clock().millis())
                .filter(found -> standing.holds(found.activateBy(), Operation.WRITE, self(found)))
                .orElseThrow(() -> Problem.badRequest("The activation link is unknown, used or has expired"));
        parts.settings().security().policy().check(password);
        String hash = parts.passwords().hash(password, client.address());
        return parts.platform().gate().change(self(account), account.tenantId(), change -> {
            // Whoever made the link may have lost the right to it while the password was hashed.
            long from = Optional.of(account)
                    .filter(found -> standing.holds(found.activateBy(), Operation.WRITE, self(found)))
                    .flatMap(found -> parts.accountStore().activate(change, found.userId(), Secrets.hash(token), hash))
                    .orElseThrow(() -> Problem.badRequest("The activation link is unknown, used or has expired"));
            change.audit(AuditAction.ACTIVATED, subject(change, account), Logins.describe(client));
            ended(change, account.tenantId(), account.userId());
            return account.from(from);
        });
    }

    Optional<Account> byActivateToken(String token) {
        return isSecret(token) ? parts.accountStore().byActivateHash(Secrets.hash(token)) : Optional.empty();
    }

    static boolean isSecret(String token) {
        return token.length() == SECRET_LENGTH && token.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }

    // ---- passwords ---------------------------------------------------------------------------------------------

    /** Makes a reset link; empty if the account cannot use one or was sent one a moment ago. */
    Optional<String> newReset(Account account) {
        if (!account.isActivated() || !account.enabled()) {
            return Optional.empty();
        }
        String token = newSecret();
        long now = parts.platform().clock().millis();
        long until = now
                + parts.settings()
                        .security()
                        .resetTtl(parts.config().resetTtl())
                        .toMillis();
        boolean stored =
                parts.accountStore().setReset(account, Secrets.hash(token), until, now, now - RESET_PAUSE.toMillis());
        return stored ? Optional.of(token) : Optional.empty();
    }

    /** Mails a reset link, later, so that the answer is as quick for names that nobody has. */
    void mailReset(String email) {
        sendLater(() -> parts.accountStore().byEmail(email).flatMap(account -> newReset(account)
                .map(token ->
                        MailText.reset(account.email(), parts.link("/api/noauth/resetPassword?resetToken=" + token)))));
    }

    Optional<Account> byResetToken(String token) {
        return isSecret(token) ? parts.accountStore().byResetHash(Secrets.hash(token)) : Optional.empty();
    }

    Account reset(String token, String password, Call.Client client) {
        Account account = byResetToken(token)
                .filter(found -> found.resetUntil() > parts.platform().clock().millis())
                .orElseThrow(
                        () -> Problem.badRequest("The link to reset the password is unknown, used or has expired"));
        UserPasswordPolicy policy = parts.settings().security().policy();
        policy.check(password);
        former.requireNew(account, password, policy, parts.platform().clock().millis(), client.address());
        String hash = parts.passwords().hash(password, client.address());
        return parts.platform().gate().change(self(account), account.tenantId(), change -> {
            former.keep(change, account.userId(), policy);
            long from = parts.accountStore()
                    .reset(change, account.userId(), Secrets.hash(token), hash)
                    .orElseThrow(
                            () -> Problem.badRequest("The link to reset the password is unknown, used or has expired"));
            change.audit(AuditAction.CREDENTIALS_UPDATED, subject(change, account), Logins.describe(client));
            switchKeysOff(change, account);
            ended(change, account.tenantId(), account.userId());
            return account.from(from);
        });
    }

    /** Sets the password that its owner chose; the old one is checked already. */
    Account changePassword(Actor actor, Account account, String password, Call.Client client) {
        UserPasswordPolicy policy = parts.settings().security().policy();
        policy.check(password);
        if (parts.passwords().matches(password, account.passwordHash(), client.address())) {
            throw Problem.badRequest("New password should be different from existing!");
        }
        former.requireNew(account, password, policy, parts.platform().clock().millis(), client.address());
        return set(actor, account, password, client);
    }

    /**
     * Sets a password and switches the account on, if the account is still what was checked.
     *
     * @param client null for the platform itself
     */
    Account set(Actor actor, Account account, String password, Call.@Nullable Client client) {
        String hash = parts.passwords().hash(password, client == null ? Passwords.WITHIN : client.address());
        JsonNode data = client == null ? Json.object() : Logins.describe(client);
        return parts.platform().gate().change(actor, account.tenantId(), change -> {
            GroundStore.hold(change.sql(), account);
            GroundStore.hold(change.sql(), actor);
            former.keep(change, account.userId(), parts.settings().security().policy());
            long from = parts.accountStore().setPassword(change, account.userId(), hash);
            change.audit(AuditAction.CREDENTIALS_UPDATED, subject(change, account), data);
            switchKeysOff(change, account);
            ended(change, account.tenantId(), account.userId());
            return account.from(from);
        });
    }

    /**
     * A new password is how somebody gets rid of a stranger, who may have made keys: the user switches those on again that
     * are known.
     */
    private void switchKeysOff(Change change, Account account) {
        int count = keys.switchOff(change, account.userId());
        if (count > 0) {
            change.audit(
                    AuditAction.CREDENTIALS_UPDATED,
                    subject(change, account),
                    Json.object().put("apiKeysOff", count));
            change.publish(new ApiKeysChanged(account.tenantId(), account.userId()));
        }
    }

    // ---- the switch --------------------------------------------------------------------------------------------

    Administrators administrators() {
        return administrators;
    }

    /** A system administrator may switch off a tenant's last administrator, for he can switch him on again. */
    void setEnabled(Actor actor, Account account, boolean enabled, Call.Client client) {
        if (enabled) {
            WaysIn.requireLogIn(actor);
        }
        if (enabled && !account.isActivated() && !account.switchedOff()) {
            throw Problem.badRequest("Enabled user credentials should have password!");
        }
        parts.platform().gate().change(actor, account.tenantId(), change -> {
            if (!enabled && !actor.isSystem()) {
                change.find(account.userId()).ifPresent(user -> administrators.requireOthersThan(change, user));
            }
            if (enabled) {
                GroundStore.hold(change.sql(), actor);
            }
            parts.accountStore().setEnabled(change, account.userId(), enabled);
            AuditAction action = enabled ? AuditAction.ACTIVATED : AuditAction.SUSPENDED;
            change.audit(action, subject(change, account), Logins.describe(client));
            ended(change, account.tenantId(), account.userId());
            return true;
        });
    }

    /** Switches an account off after too many wrong passwords, and tells whoever looks after accounts. */
    void lock(Actor user, Call.Client client) {
        boolean locked = parts.platform().gate().change(user, user.tenantId(), change -> {
            if (!parts.accountStore().lock(change, user.userId())) {
                return false;
            }
            change.audit(AuditAction.LOCKOUT, Logins.subject(user), Logins.describe(client));
            ended(change, user.tenantId(), user.userId());
            return true;
        });
        String to = parts.settings().security().userLockoutNotificationEmail();
        if (locked && to != null && !to.isBlank() && parts.mailer().isOn()) {
            sendLater(() -> Optional.of(MailText.locked(to, user.userName(), parts.link("/"))));
        }
    }

    /** Sends a mail that nobody waits for. */
    private void sendLater(Supplier<Optional<MailText>> mail) {
        Thread.ofVirtual().name("mail").start(() -> {
            try {
                mail.get().ifPresent(parts.mailer()::send);
            } catch (RuntimeException e) {
                LOG.warn("A mail was not sent", e);
            }
        });
    }

    /** Ends all log-ins of the caller. */
    void logoutEverywhere(Actor actor, Call.Client client) {
        WaysIn.requireOwnLogIn(actor);
        parts.platform().gate().change(actor, actor.tenantId(), change -> {
            change.audit(AuditAction.LOGOUT, Logins.subject(actor), Logins.describe(client));
            endAccess(change, actor.userId());
            return true;
        });
    }

    /** Ends everything that a user has open, as part of a change. */
    void endAccess(Change change, UUID user) {
        parts.accountStore().endAccess(change, user);
        ended(change, change.directory().tenantId(), user);
    }

    /** Ends every way in that a user has under one owner, as part of a move to another: log-ins, links and keys. */
    void endWaysIn(Change change, UUID user) {
        endAccess(change, user);
        parts.accountStore().endLinks(change, user);
        if (keys.deleteOf(change, user) > 0) {
            change.publish(new ApiKeysChanged(change.directory().tenantId(), user));
        }
    }

    private static void ended(Change change, UUID tenant, UUID user) {
        change.publish(new SessionsEnded(tenant, user, null));
        change.publish(new AccessChanged(tenant));
    }

    private Actor self(Account account) {
        return parts.accounts()
                .actor(account.tenantId(), account.userId(), null)
                .orElseThrow(() -> Problem.badRequest("The user is gone"));
    }

    private static AuditTrail.Subject subject(Change change, Account account) {
        return change.find(account.userId())
                .map(change::subject)
                .orElse(new AuditTrail.Subject(new Ref(TypeTable.USER, account.userId()), account.email(), null));
    }

    private static JsonNode note(String text) {
        return Json.object().put("note", text);
    }
}
