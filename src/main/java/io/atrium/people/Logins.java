package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.AddressBlock;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Shown;
import io.atrium.http.Call;
import io.atrium.people.Claims.Guise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets people in by password, refresh token or public link, and out again (access-model 4.1). */
final class Logins {

    /** Longest name that is looked up, in characters. */
    static final int MAX_NAME = 255;

    private static final int MAX_AGENT = 255;

    private final Parts parts;
    private final TokenAuthenticator authenticator;
    private final Credentials credentials;
    private final Throttle byAddress;
    private final Throttle byName;

    Logins(Parts parts, TokenAuthenticator authenticator, Credentials credentials) {
        this.parts = parts;
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.byAddress = new Throttle(
                parts.config().loginAttemptsPerMinute(), parts.platform().clock());
        this.byName = new Throttle(
                parts.config().loginFailuresPerMinute(), parts.platform().clock());
    }

    /** Counts a call that anybody may make. */
    void countAnonymous(Call.Client client) {
        byAddress.take(AddressBlock.of(client.address()));
    }

    /** Runs a check of a password, so that guesses of one name from one address are few. */
    <T> T guarded(String name, Call.Client client, Supplier<T> check) {
        String key = AddressBlock.of(client.address()) + "\n" + Emails.key(name);
        byName.take(key);
        try {
            T checked = check.get();
            byName.giveBack(key);
            return checked;
        } catch (Problem problem) {
            boolean unchecked =
                    problem.kind() == Problem.Kind.TOO_MANY_REQUESTS || problem.kind() == Problem.Kind.UNAVAILABLE;
            if (unchecked) {
                byName.giveBack(key);
            }
            throw problem;
        }
    }

    /** The account of a name and password, or one answer for every reason why not. */
    Account check(String name, String password, Call.Client client) {
        Optional<Account> account = name.length() > MAX_NAME || name.indexOf('\0') >= 0
                ? Optional.empty()
                : parts.accountStore().byEmail(name);
        boolean right = parts.passwords()
                .matches(password, account.map(Account::passwordHash).orElse(null), client.address());
        if (!right) {
            failed(account.orElse(null), client);
            throw Problem.authentication("Invalid username or password");
        }
        return account.orElseThrow();
    }

    private void failed(@Nullable Account account, Call.Client client) {
        String reason = "Invalid username or password, from " + client.address();
        Optional<Actor> actor =
                account == null ? Optional.empty() : parts.accounts().actor(account.tenantId(), account.userId(), null);
        Actor nobody = new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, "", null, false);
        AuditTrail.Subject subject = actor.map(Logins::subject).orElse(new AuditTrail.Subject(null, null, null));
        int failures = parts.loginStore().failed(actor.orElse(nobody), subject, reason);
        int lockAfter = parts.settings().security().lockAfter();
        if (account != null && account.enabled() && lockAfter > 0 && failures >= lockAfter && actor.isPresent()) {
            credentials.lock(actor.get(), client);
        }
    }

    /** Refuses an account that is switched off; only for those who know the password. */
    void requireActive(Account account) {
        if (account.enabled()) {
            return;
        }
        int lockAfter = parts.settings().security().lockAfter();
        throw Problem.authentication(
                lockAfter > 0 && account.failedAttempts() >= lockAfter
                        ? "User account is locked due to security policy"
                        : "User account is not active");
    }

    /** Opens a log-in of an account whose password or link was checked, unless it has changed since then. */
    LoginResponse open(Account checked, Call.Client client) {
        Actor actor = user(checked.tenantId(), checked.userId());
        LoginStore.Login login = newLogin(client);
        return opened(actor, login, parts.loginStore().open(actor, login, subject(actor), checked));
    }

    /** Opens another log-in of somebody who is logged in. */
    LoginResponse openBeside(Actor asker, Call.Client client) {
        Actor actor = user(asker.tenantId(), asker.userId());
        LoginStore.Login login = newLogin(client);
        return opened(actor, login, parts.loginStore().openBeside(actor, login, subject(actor), asker));
    }

    private Actor user(UUID tenant, UUID user) {
        return parts.accounts()
                .actor(tenant, user, null)
                .orElseThrow(() -> Problem.authentication("Invalid username or password"));
    }

    private LoginStore.Login newLogin(Call.Client client) {
        UUID session = parts.platform().ids().next();
        UUID refreshId = parts.platform().ids().next();
        long now = parts.platform().clock().millis();
        long expires = now + parts.tokenTimes().refresh().toMillis();
        return new LoginStore.Login(session, refreshId, now, expires, describe(client));
    }

    private LoginResponse opened(Actor actor, LoginStore.Login login, List<UUID> gone) {
        gone.forEach(parts.accounts()::forgetSession);
        return issue(
                actor.as(actor.userName(), login.session(), actor.entrance()),
                null,
                login.expires(),
                login.refreshId());
    }

    /** Tokens with which one user looks on or acts as another for a while; the audit log has it and the tokens say so. */
    LoginResponse impersonate(Actor asker, Actor target, boolean readOnly, Call.Client client) {
        UUID session = parts.platform().ids().next();
        long now = parts.platform().clock().millis();
        long expires = now + parts.config().impersonationTtl().toMillis();
        JsonNode data = Json.tree(Map.of(
                "clientAddress",
                client.address(),
                "impersonator",
                asker.userName(),
                "impersonatorId",
                asker.userId(),
                "readOnly",
                readOnly));
        UUID refreshId = parts.platform().ids().next();
        LoginStore.Login login = new LoginStore.Login(session, refreshId, now, expires, data);
        parts.loginStore().impersonate(asker, target, login, subject(target)).forEach(parts.accounts()::forgetSession);
        return issue(
                target.as(target.userName(), session, target.entrance()),
                new Guise(asker.userId(), asker.sessionId(), readOnly),
                expires,
                refreshId);
    }

    /**
     * New tokens for a log-in that goes on. Each refresh token works once; one that comes again ends the log-in, unless it
     * comes within a moment: then it gets the very successor that it got before.
     */
    LoginResponse refresh(String token) {
        Claims claims = parts.tokens().verifyRefresh(token);
        Actor actor = authenticator.current(claims);
        UUID session = claims.session();
        UUID shown = claims.tokenId();
        UUID fresh = parts.platform().ids().next();
        if (session == null) {
            return issue(actor, null, claims.expires(), fresh);
        }
        if (shown == null) {
            throw TokenAuthenticator.expired();
        }
        Guise guise = claims.guise();
        long now = parts.platform().clock().millis();
        long expires = guise == null ? now + parts.tokenTimes().refresh().toMillis() : claims.expires();
        UUID next =
                switch (parts.sessionStore().turn(session, shown, fresh, now, expires)) {
                    case SessionStore.Turn.Next(UUID id) -> id;
                    case SessionStore.Turn.Ended() -> throw TokenAuthenticator.expired();
                    case SessionStore.Turn.UsedTwice() -> throw stolen(actor, session);
                };
        parts.accounts().forgetSession(session);
        Actor plain = parts.accounts()
                .actor(actor.tenantId(), actor.userId(), session)
                .orElseThrow(TokenAuthenticator::expired);
        return issue(plain, guise, expires, next);
    }

    private Problem stolen(Actor actor, UUID session) {
        String reason = "A refresh token was used twice, so that its log-in was ended";
        parts.loginStore().closeStolen(actor, session, subject(actor), reason);
        parts.platform().bus().publish(new SessionsEnded(actor.tenantId(), actor.userId(), session));
        return TokenAuthenticator.expired();
    }

    /** Tokens for the visitor of a public customer's link. */
    LoginResponse visit(String publicId) {
        UUID customer;
        try {
            customer = UUID.fromString(publicId);
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.AUTHENTICATION, "Invalid public id", e);
        }
        Actor visitor = parts.accountStore()
                .tenantOfCustomer(customer)
                .flatMap(tenant -> parts.accounts().visitor(tenant, customer))
                .orElseThrow(() -> Problem.authentication("Invalid public id"));
        long now = parts.platform().clock().millis();
        return issue(
                visitor,
                null,
                now + parts.tokenTimes().refresh().toMillis(),
                parts.platform().ids().next());
    }

    private LoginResponse issue(Actor actor, @Nullable Guise guise, long until, UUID refreshId) {
        long issued = parts.accounts().issueTime(actor.userId());
        if (guise != null) {
            issued = Math.max(issued, parts.accounts().issueTime(guise.by()));
        }
        Tokens.Bearer bearer = new Tokens.Bearer(
                actor,
                parts.accounts().text(actor.tenantId(), actor.userId(), "firstName"),
                parts.accounts().text(actor.tenantId(), actor.userId(), "lastName"),
                issued,
                guise);
        Duration left = Duration.ofMillis(Math.max(1, until - issued));
        Duration access = parts.tokenTimes().access();
        return new LoginResponse(
                parts.tokens().access(bearer, access.compareTo(left) < 0 ? access : left),
                parts.tokens().refresh(bearer, left, refreshId));
    }

    /** Ends the caller's own log-in; an API key has none. */
    void logout(Actor actor, Call.Client client) {
        UUID session = actor.sessionId();
        if (session == null) {
            return;
        }
        parts.loginStore().close(actor, session, subject(actor), describe(client));
        parts.platform().bus().publish(new SessionsEnded(actor.tenantId(), actor.userId(), session));
    }

    static JsonNode describe(Call.Client client) {
        String agent = client.userAgent();
        return Json.object()
                .put("clientAddress", client.address())
                .put("browser", agent.length() <= MAX_AGENT ? agent : agent.substring(0, MAX_AGENT));
    }

    static AuditTrail.Subject subject(Actor actor) {
        return new AuditTrail.Subject(
                new Ref(TypeTable.USER, actor.userId()), Shown.plain(actor.userName()), actor.customerId());
    }
}
