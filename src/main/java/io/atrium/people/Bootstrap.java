package io.atrium.people;

import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets the first people in: work of the platform itself, never reachable by a route. */
public final class Bootstrap {

    private static final int PASSWORD_LENGTH = 20;

    private final Parts parts;
    private final Credentials credentials;

    Bootstrap(Parts parts, Credentials credentials) {
        this.parts = parts;
        this.credentials = credentials;
    }

    /**
     * Makes the first system administrator if there is none.
     *
     * @param password the password to set, or null to have one made
     * @return the password that was made, to be shown once; empty if none was needed
     */
    public Optional<String> ensureSystemAdministrator(String email, @Nullable String password) {
        String address = UserHooks.requireEmail(email);
        boolean none = parts.platform()
                .directories()
                .of(Ref.NULL_ID)
                .ofKind(TypeTable.USER)
                .isEmpty();
        if (!none) {
            return Optional.empty();
        }
        String chosen =
                password == null || password.isEmpty() ? parts.platform().ids().secret(PASSWORD_LENGTH) : password;
        UserPasswordPolicy.DEFAULT.check(chosen);
        String hash = parts.passwords().hash(chosen, Passwords.WITHIN);
        boolean made = parts.platform().gate().change(Actor.PLATFORM, Ref.NULL_ID, change -> {
            Entry system = change.directory().tenant();
            if (change.owned(system, TypeTable.USER).findAny().isPresent()) {
                return false;
            }
            String body = PeopleKinds.USER.body(Map.of("additionalInfo", Json.object()));
            Entry user = change.insert(PeopleKinds.USER, new Draft(address, null, null, body), system, null);
            change.audit(AuditAction.ADDED, user, Json.object().put("email", address));
            credentials.create(change, user.id(), address);
            parts.accountStore().setPassword(change, user.id(), hash);
            return true;
        });
        return made && !chosen.equals(password) ? Optional.of(chosen) : Optional.empty();
    }

    /** Sets a user's password and switches the account on. */
    public void setPassword(UUID userId, String password) {
        parts.settings().security().policy().check(password);
        UUID tenant = parts.accountStore().tenantOf(userId).orElseThrow(Problem::notFound);
        if (parts.accountStore().byId(userId).isEmpty()) {
            addAccount(tenant, userId);
        }
        Account account = parts.accountStore().byId(userId).orElseThrow(Problem::notFound);
        credentials.set(Actor.PLATFORM, account, password, null);
    }

    /** A user that was made without the hooks has no account yet. */
    private void addAccount(UUID tenant, UUID userId) {
        parts.platform().gate().change(Actor.PLATFORM, tenant, change -> {
            Entry user = change.require(new Ref(TypeTable.USER, userId));
            credentials.create(change, userId, user.name());
            return userId;
        });
    }
}
