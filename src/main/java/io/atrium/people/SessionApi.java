package io.atrium.people;

import io.atrium.base.Problem;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import io.atrium.people.AuthApi.ActivateUserRequest;
import io.atrium.people.AuthApi.ChangePasswordRequest;
import io.atrium.people.AuthApi.ResetPasswordRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The web app's log-in: what {@link AuthApi} does with tokens in bodies, these routes do with cookies that no script reads
 * (design.md section 9). All but the doors need the session's CSRF token, see {@link io.atrium.http.ApiServer}.
 */
final class SessionApi {

    private final AuthApi auth;
    private final Logins logins;
    private final WebSessions sessions;
    private final Impersonation impersonation;
    private final Credentials credentials;

    SessionApi(
            AuthApi auth, Logins logins, WebSessions sessions, Impersonation impersonation, Credentials credentials) {
        this.auth = auth;
        this.logins = logins;
        this.sessions = sessions;
        this.impersonation = impersonation;
        this.credentials = credentials;
    }

    record ViewAsRequest(@Nullable UUID userId) {}

    record AppSessionRequest(@Nullable String accessToken) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("Session");
        doors(area);
        area.get("/api/session", "getSession", "The web app's session of the caller's cookie")
                .permission("None; 400 for a caller without that cookie")
                .answers(WebSession.class)
                .handle(call -> sessions.current(call.cookies()));
        area.delete("/api/session", "closeSession", "Ends the session, also one that looks on, and takes its cookies")
                .reads()
                .permission("None")
                .handle(this::close);
        area.delete("/api/session/everywhere", "closeAllSessions", "Ends all log-ins of the caller, wherever they are")
                .permission("None; not by an API key, nor in the place of the user")
                .handle(this::closeAll);
        area.post("/api/session/changePassword", "changeSessionPassword", "Changes the password; ends other log-ins")
                .permission("None; the current password must be given")
                .body(ChangePasswordRequest.class)
                .upTo(BodySize.SMALL)
                .answers(WebSession.class)
                .handle(call -> opened(auth.changePassword(call)));
        area.post("/api/session/viewAs", "viewAs", "Turns the session into a look at what a user sees; audited")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("IMPERSONATE on the user and at least the user's rights")
                .body(ViewAsRequest.class)
                .upTo(BodySize.SMALL)
                .answers(WebSession.class)
                .handle(this::viewAs);
        area.delete("/api/session/viewAs", "stopViewAs", "Ends a look and goes back to the caller's own session")
                .reads()
                .permission("None; 400 for a caller who looks on as nobody")
                .answers(WebSession.class)
                .handle(this::stopViewAs);
    }

    private void doors(Routes.Area area) {
        area.post("/api/session", "openSession", "Logs the web app in by name and password")
                .anonymous()
                .permission("None; few wrong passwords a minute for one name, few calls for one address")
                .body(LoginRequest.class)
                .answers(WebSession.class)
                .handle(this::open);
        area.post("/api/session/refresh", "refreshSession", "Lets the session of the caller's refresh cookie go on")
                .anonymous()
                .permission("None; few calls a minute for one address")
                .answers(WebSession.class)
                .handle(this::refresh);
        area.post("/api/session/app", "openAppSession", "Opens the web view of the mobile app in the app's own log-in")
                .anonymous()
                .permission("None; the access token is the key, and nobody else may be logged in")
                .body(AppSessionRequest.class)
                .answers(WebSession.class)
                .handle(this::enter);
        area.post("/api/session/activate", "activateSession", "Sets the first password and logs the web app in")
                .anonymous()
                .permission("None; the token is the key and works once")
                .query("sendActivationMail", Boolean.class, "Whether to confirm by mail; true if absent")
                .body(ActivateUserRequest.class)
                .answers(WebSession.class)
                .handle(this::activate);
        area.post("/api/session/resetPassword", "resetSessionPassword", "Sets a new password and logs the web app in")
                .anonymous()
                .permission("None; the token is the key and works once")
                .body(ResetPasswordRequest.class)
                .answers(WebSession.class)
                .handle(this::reset);
    }

    // ---- doors -------------------------------------------------------------------------------------------------

    /** A page of somebody else's must not log its visitors in, not even as itself. */
    private static void requireOwnPage(Call call) {
        if (call.cookies().foreign()) {
            throw Problem.forbidden("Only pages of this server open a session");
        }
    }

    private Object open(Call call) {
        requireOwnPage(call);
        Object outcome = auth.login(call);
        return outcome instanceof LoginResponse tokens ? sessions.open(tokens) : outcome;
    }

    private Reply refresh(Call call) {
        requireOwnPage(call);
        logins.countAnonymous(call.client());
        try {
            return sessions.refresh(call.cookies());
        } catch (Problem problem) {
            if (problem.kind().status() != Problem.Kind.AUTHENTICATION.status()) {
                throw problem;
            }
            return sessions.closed(auth.refusal(problem));
        }
    }

    private Reply enter(Call call) {
        requireOwnPage(call);
        logins.countAnonymous(call.client());
        String token = call.body(AppSessionRequest.class).accessToken();
        return sessions.enter(token == null ? "" : token, call.cookies());
    }

    private Reply activate(Call call) {
        requireOwnPage(call);
        return opened(auth.activate(call));
    }

    private Reply reset(Call call) {
        requireOwnPage(call);
        Account account = auth.reset(call);
        return sessions.open(logins.open(account, call.client()));
    }

    private Reply opened(JwtPair pair) {
        return sessions.open(new LoginResponse(pair.token(), pair.refreshToken()));
    }

    // ---- ends --------------------------------------------------------------------------------------------------

    private Reply close(Call call) {
        logins.logout(call.actor(), call.client());
        sessions.owner(call.cookies()).ifPresent(own -> logins.logout(own, call.client()));
        return sessions.closed(Reply.empty(200));
    }

    private Reply closeAll(Call call) {
        credentials.logoutEverywhere(call.actor(), call.client());
        return sessions.closed(Reply.empty(200));
    }

    // ---- looking on --------------------------------------------------------------------------------------------

    private Reply viewAs(Call call) {
        UUID user = call.body(ViewAsRequest.class).userId();
        if (user == null) {
            throw Problem.badRequest("Field 'userId' is missing");
        }
        if (!call.cookies().credentials()) {
            throw Problem.badRequest("This is for the web app's session, which is kept in a cookie");
        }
        return sessions.look(impersonation.start(call.actor(), user, true, call.client()));
    }

    private Reply stopViewAs(Call call) {
        WebSession session = sessions.current(call.cookies());
        if (session.viewingAs() == null) {
            throw Problem.badRequest("You are looking on as nobody");
        }
        logins.logout(call.actor(), call.client());
        boolean own = sessions.owner(call.cookies())
                .filter(owner -> owner.userId().equals(session.userId()))
                .isPresent();
        if (!own) {
            return sessions.closed(auth.refusal(TokenAuthenticator.expired()));
        }
        return sessions.refresh(call.cookies());
    }
}
