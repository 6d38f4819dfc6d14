package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import org.jspecify.annotations.Nullable;

/** The accounts of other users: activation links, the switch, acting as a user (access-model 4.2). */
final class AccountApi {

    private final Parts parts;
    private final Credentials credentials;
    private final Impersonation impersonation;
    private final UserViews views;
    private final RightsComparison rights;
    private final ActivationMails mails;

    AccountApi(
            Parts parts,
            Credentials credentials,
            Impersonation impersonation,
            UserViews views,
            RightsComparison rights,
            ActivationMails mails) {
        this.parts = parts;
        this.credentials = credentials;
        this.impersonation = impersonation;
        this.views = views;
        this.rights = rights;
        this.mails = mails;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("User");
        String mayLetIn = "WRITE on the user and at least the user's rights, for the link opens the account";
        area.get("/api/user/{userId}/activationLink", "getActivationLink", "The activation link as plain text")
                .changes()
                .permission(mayLetIn)
                .answersText()
                .handle(call -> Reply.text(link(call).value()));
        area.get("/api/user/{userId}/activationLinkInfo", "getActivationLinkInfo", "The activation link and its time")
                .changes()
                .permission(mayLetIn)
                .answers(UserActivationLink.class)
                .handle(this::link);
        area.post("/api/user/sendActivationMail", "sendActivationEmail", "Mails the activation link again")
                .permission(mayLetIn + "; few mails a minute to one address and for one caller")
                .required("email", String.class, "The user's address")
                .handle(this::mail);
        area.post(
                        "/api/user/{userId}/userCredentialsEnabled",
                        "setUserCredentialsEnabled",
                        "Switches an account on or off")
                .permission(
                        "WRITE on the user and at least the user's rights; never oneself, nor a tenant's last administrator")
                .query("userCredentialsEnabled", Boolean.class, "true if absent")
                .handle(this::setEnabled);
        area.get("/api/user/tokenAccessEnabled", "isUserTokenAccessEnabled", "Whether administrators may act as users")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("None")
                .answers(Boolean.class)
                .handle(call -> parts.config().impersonation());
        area.get("/api/user/{userId}/token", "getUserToken", "Tokens to see what a user sees, for a while; audited")
                .changes()
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("IMPERSONATE on the user and at least the user's rights")
                .query("readOnly", Boolean.class, "true if absent: look on only; false: act as the user")
                .answers(JwtPair.class)
                .handle(this::impersonate);
    }

    private UserActivationLink link(Call call) {
        Scope scope = views.scope(call.actor(), call.id("userId"));
        Entry user = scope.read(() -> scope.require(Operation.WRITE, PeopleKinds.USER, call.id("userId")));
        rights.require(scope, user);
        return credentials.activationLink(call.actor(), account(user));
    }

    private @Nullable Object mail(Call call) {
        Account account = parts.accountStore()
                .byEmail(UserHooks.requireEmail(call.requiredText("email")))
                .orElseThrow(Problem::notFound);
        Scope scope = views.scope(call.actor(), account.userId());
        Entry user = scope.read(() -> scope.require(Operation.WRITE, PeopleKinds.USER, account.userId()));
        rights.require(scope, user);
        mails.send(call.actor(), account);
        return null;
    }

    private @Nullable Object setEnabled(Call call) {
        Scope scope = views.scope(call.actor(), call.id("userId"));
        Entry user = scope.read(() -> scope.require(Operation.WRITE, PeopleKinds.USER, call.id("userId")));
        if (user.id().equals(call.actor().userId())) {
            throw Problem.badRequest("You cannot switch your own account on or off");
        }
        rights.requireToEnd(scope, user);
        credentials.setEnabled(call.actor(), account(user), call.flag("userCredentialsEnabled", true), call.client());
        return null;
    }

    private Object impersonate(Call call) {
        return JwtPair.of(
                impersonation.start(call.actor(), call.id("userId"), call.flag("readOnly", true), call.client()));
    }

    private Account account(Entry user) {
        return parts.accountStore()
                .byId(user.id())
                .orElseThrow(() -> Problem.badRequest("User '" + user.name() + "' has no account"));
    }
}
