package io.atrium.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.WaysIn;
import io.atrium.http.Answer;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Log-in, activation and passwords (access-model 4.1). */
final class AuthApi {

    /** Tells callers what was left undone although the call went well. */
    static final String NOTICE = "X-Atrium-Notice";

    private static final Logger LOG = Logger.getLogger(AuthApi.class);

    private final Parts parts;
    private final Logins logins;
    private final Credentials credentials;
    private final UserViews views;

    AuthApi(Parts parts, Logins logins, Credentials credentials, UserViews views) {
        this.parts = parts;
        this.logins = logins;
        this.credentials = credentials;
        this.views = views;
    }

    record RefreshTokenRequest(@Nullable String refreshToken) {}

    record PublicLoginRequest(@Nullable String publicId) {}

    record ActivateUserRequest(
            @Nullable String activateToken, @Nullable String password) {}

    record ChangePasswordRequest(
            @Nullable String currentPassword, @Nullable String newPassword) {}

    record ResetPasswordRequest(
            @Nullable String resetToken, @Nullable String password) {}

    record ResetPasswordEmailRequest(@Nullable String email) {}

    void routes(Routes routes) {
        Routes.Area auth = routes.area("Auth");
        auth.post("/api/auth/login", "login", "Logs in by name and password")
                .anonymous()
                .permission("None; few wrong passwords a minute for one name, few calls for one address")
                .body(LoginRequest.class)
                .answers(LoginResponse.class)
                .handle(this::login);
        auth.post("/api/auth/login/public", "loginPublic", "Logs in as the visitor of a public customer's link")
                .anonymous()
                .permission("None; few calls a minute for one address")
                .body(PublicLoginRequest.class)
                .answers(LoginResponse.class)
                .handle(this::visit);
        auth.post("/api/auth/token", "refreshToken", "Gives new tokens for a refresh token")
                .anonymous()
                .permission("None; few calls a minute for one address")
                .body(RefreshTokenRequest.class)
                .answers(LoginResponse.class)
                .handle(this::refresh);
        auth.post("/api/auth/logout", "logout", "Ends the caller's log-in with all its tokens")
                .reads()
                .permission("None")
                .handle(call -> {
                    logins.logout(call.actor(), call.client());
                    return null;
                });
        auth.get("/api/auth/user", "getUser", "The caller")
                .permission("None")
                .answers(User.class)
                .handle(call -> views.self(call.actor()));
        auth.post("/api/auth/changePassword", "changePassword", "Changes the caller's password; ends all other log-ins")
                .permission("None; the current password must be given")
                .body(ChangePasswordRequest.class)
                .upTo(BodySize.SMALL)
                .answers(JwtPair.class)
                .handle(this::changePassword);
        auth.get("/api/noauth/userPasswordPolicy", "getUserPasswordPolicy", "What a password must look like")
                .anonymous()
                .permission("None")
                .answers(UserPasswordPolicy.class)
                .handle(call -> parts.settings().security().policy());
        linkRoutes(auth);
    }

    private void linkRoutes(Routes.Area auth) {
        auth.get(
                        "/api/noauth/activate",
                        "checkActivateToken",
                        "Where an activation link leads: to the page for a password")
                .anonymous()
                .permission("None; the token is the key")
                .required("activateToken", String.class, "The link's secret")
                .answers(Answer.Shape.REDIRECT, String.class)
                .handle(this::openActivation);
        auth.post("/api/noauth/activate", "activateUser", "Sets the first password and logs in")
                .anonymous()
                .permission("None; the token is the key and works once")
                .query("sendActivationMail", Boolean.class, "Whether to confirm by mail; true if absent")
                .body(ActivateUserRequest.class)
                .answers(JwtPair.class)
                .handle(this::activate);
        auth.post("/api/noauth/resetPasswordByEmail", "requestResetPasswordByEmail", "Mails a link to reset a password")
                .anonymous()
                .permission("None; the answer never tells whether the address is known")
                .body(ResetPasswordEmailRequest.class)
                .handle(this::mailReset);
        auth.get("/api/noauth/resetPassword", "checkResetToken", "Where a reset link leads: to the page for a password")
                .anonymous()
                .permission("None; the token is the key")
                .required("resetToken", String.class, "The link's secret")
                .answers(Answer.Shape.REDIRECT, String.class)
                .handle(this::openReset);
        auth.post("/api/noauth/resetPassword", "resetPassword", "Sets a new password and ends all log-ins")
                .anonymous()
                .permission("None; the token is the key and works once")
                .body(ResetPasswordRequest.class)
                .handle(call -> {
                    reset(call);
                    return null;
                });
    }

    // ---- log-in ------------------------------------------------------------------------------------------------

    /** The tokens of a new log-in, or the answer that leads to a new password. */
    Object login(Call call) {
        LoginRequest request = call.body(LoginRequest.class);
        logins.countAnonymous(call.client());
        String name = text(request.username());
        String password = text(request.password());
        Account account = logins.guarded(name, call.client(), () -> logins.check(name, password, call.client()));
        logins.requireActive(account);
        UserPasswordPolicy policy = parts.settings().security().policy();
        if (Boolean.TRUE.equals(policy.forceUserToResetPasswordIfNotValid())) {
            requireGood(policy, password);
        }
        Optional<Reply> expired = expired(account, policy);
        return expired.isPresent() ? expired.get() : logins.open(account, call.client());
    }

    private static void requireGood(UserPasswordPolicy policy, String password) {
        try {
            policy.check(password);
        } catch (Problem e) {
            throw new Problem(Problem.Kind.PASSWORD_POLICY, e.publicMessage(), e);
        }
    }

    /** An outdated password opens nothing but the way to a new one. */
    private Optional<Reply> expired(Account account, UserPasswordPolicy policy) {
        int days = policy.expiryDays();
        long now = parts.platform().clock().millis();
        if (days == 0 || now - account.passwordSet() < days * 86_400_000L) {
            return Optional.empty();
        }
        Problem problem = Problem.of(Problem.Kind.CREDENTIALS_EXPIRED, "User password expired!");
        ObjectNode body = describe(problem);
        credentials.newReset(account).ifPresent(token -> body.put("resetToken", token));
        return Optional.of(Reply.json(problem.kind().status(), body));
    }

    private ObjectNode describe(Problem problem) {
        return Json.object()
                .put("status", problem.kind().status())
                .put("message", problem.publicMessage())
                .put("errorCode", problem.kind().errorCode())
                .put("timestamp", parts.platform().clock().millis());
    }

    /** A problem as an answer, for one that does more than refuse. */
    Reply refusal(Problem problem) {
        return Reply.json(problem.kind().status(), describe(problem));
    }

    private Object visit(Call call) {
        logins.countAnonymous(call.client());
        return logins.visit(text(call.body(PublicLoginRequest.class).publicId()));
    }

    private Object refresh(Call call) {
        logins.countAnonymous(call.client());
        return logins.refresh(text(call.body(RefreshTokenRequest.class).refreshToken()));
    }

    JwtPair changePassword(Call call) {
        ChangePasswordRequest request = call.body(ChangePasswordRequest.class);
        Actor actor = call.actor();
        WaysIn.requireLogIn(actor);
        Account account = parts.accountStore()
                .byId(actor.userId())
                .orElseThrow(() -> Problem.badRequest("The caller has no password"));
        logins.guarded(account.email(), call.client(), () -> {
            if (!parts.passwords()
                    .matches(
                            text(request.currentPassword()),
                            account.passwordHash(),
                            call.client().address())) {
                throw Problem.badRequest("Current password doesn't match!");
            }
            return true;
        });
        Account changed = credentials.changePassword(actor, account, text(request.newPassword()), call.client());
        return JwtPair.of(logins.open(changed, call.client()));
    }

    // ---- links -------------------------------------------------------------------------------------------------

    private Object openActivation(Call call) {
        logins.countAnonymous(call.client());
        String token = call.requiredText("activateToken");
        Optional<Account> account = credentials.byActivateToken(token);
        if (account.isEmpty()) {
            return unknownLink(call, "/login/createPassword?activateToken=", token);
        }
        return account.get().activateUntil() <= parts.platform().clock().millis()
                ? Reply.seeOther("/activationLinkExpired")
                : Reply.seeOther("/login/createPassword?activateToken=" + token);
    }

    JwtPair activate(Call call) {
        logins.countAnonymous(call.client());
        ActivateUserRequest request = call.body(ActivateUserRequest.class);
        boolean mailWanted = call.flag("sendActivationMail", true);
        Account account = credentials.activate(text(request.activateToken()), text(request.password()), call.client());
        if (mailWanted && parts.mailer().isOn()) {
            try {
                parts.mailer().send(MailText.activated(account.email(), parts.link("/login")));
            } catch (Problem e) {
                LOG.warn("The mail about an active account was not sent", e);
            }
        }
        return JwtPair.of(logins.open(account, call.client()));
    }

    private Object mailReset(Call call) {
        logins.countAnonymous(call.client());
        String email = text(call.body(ResetPasswordEmailRequest.class).email());
        if (!parts.mailer().isOn()) {
            return notice(
                    Reply.empty(200),
                    "No mail server is configured, so no mail is sent; ask an administrator for help");
        }
        if (email.length() <= Logins.MAX_NAME && email.indexOf('\0') < 0) {
            credentials.mailReset(email);
        }
        return Reply.empty(200);
    }

    private Object openReset(Call call) {
        logins.countAnonymous(call.client());
        String token = call.requiredText("resetToken");
        Optional<Account> account = credentials.byResetToken(token);
        if (account.isEmpty()) {
            return unknownLink(call, "/login/resetPassword?resetToken=", token);
        }
        return account.get().resetUntil() <= parts.platform().clock().millis()
                ? Reply.seeOther("/passwordResetLinkExpired")
                : Reply.seeOther("/login/resetPassword?resetToken=" + token);
    }

    Account reset(Call call) {
        logins.countAnonymous(call.client());
        ResetPasswordRequest request = call.body(ResetPasswordRequest.class);
        return credentials.reset(text(request.resetToken()), text(request.password()), call.client());
    }

    /** People get to the page that a good link leads to, which tells them what they can do now. */
    private static Reply unknownLink(Call call, String page, String token) {
        if (call.client().person()) {
            return Reply.seeOther(page + (Credentials.isSecret(token) ? token : ""));
        }
        return Reply.text(409, "The link is unknown or was used already");
    }

    static Reply notice(Reply reply, String text) {
        return new Reply(reply.status(), reply.contentType(), reply.body(), Map.of(NOTICE, text));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
