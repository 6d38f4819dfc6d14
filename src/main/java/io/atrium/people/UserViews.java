package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows single users, with what only the accounts know (access-model 4.2). */
final class UserViews {

    /** Keys that every answer adds to {@code additionalInfo} and that are never stored. */
    static final Set<String> ADDED = Set.of("userCredentialsEnabled", "userActivated", "lastLoginTs");

    /** Keys of {@code additionalInfo} that name a dashboard. */
    static final List<String> DASHBOARDS = List.of("defaultDashboardId", "homeDashboardId");

    static final String DASHBOARD = "DASHBOARD";

    private final Parts parts;

    UserViews(Parts parts) {
        this.parts = parts;
    }

    /** The scope in which a caller reaches a user; a system administrator reaches those of every tenant. */
    Scope scope(Actor actor, UUID user) {
        if (!actor.isSystem()) {
            return parts.platform().scopes().of(actor);
        }
        UUID tenant = parts.accountStore().tenantOf(user).orElseThrow(Problem::notFound);
        return parts.platform().scopes().of(actor, tenant);
    }

    /** The caller; everybody may see that, whatever the roles say. */
    Object self(Actor actor) {
        return actor.publicLink() ? visitor(actor) : show(actor, actor.userId());
    }

    /** A user with what its account says. */
    ObjectNode show(Actor actor, UUID user) {
        Scope scope = scope(actor, user);
        Account account = parts.accountStore().byId(user).orElse(null);
        return scope.read(() -> {
            Entry entry = user.equals(actor.userId())
                    ? scope.directory().find(new Ref(TypeTable.USER, user)).orElseThrow(Problem::notFound)
                    : scope.require(Operation.READ, PeopleKinds.USER, user);
            ObjectNode document = parts.platform().entities().document(scope, entry, Form.PLAIN);
            ObjectNode info = document.path("additionalInfo") instanceof ObjectNode object
                    ? object
                    : document.putObject("additionalInfo");
            DASHBOARDS.forEach(key -> dropUnreadable(scope, info, key));
            describe(info, account);
            return document;
        });
    }

    private static void describe(ObjectNode info, @Nullable Account account) {
        info.put("userCredentialsEnabled", account != null && account.enabled());
        info.put("userActivated", account != null && account.isActivated());
        if (account != null && account.lastLogin() > 0) {
            info.put("lastLoginTs", account.lastLogin());
        }
    }

    /** A dashboard that the reader may not see is none; only its being gone tells a system administrator the same. */
    private static void dropUnreadable(Scope scope, ObjectNode info, String key) {
        JsonNode value = info.get(key);
        if (value != null && dashboard(scope, value).isEmpty()) {
            info.remove(key);
        }
    }

    static Optional<Entry> dashboard(Scope scope, JsonNode id) {
        try {
            Ref ref = new Ref(DASHBOARD, UUID.fromString(id.asText()));
            return scope.actor().isSystem() ? scope.directory().find(ref) : scope.readable(ref);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static User visitor(Actor actor) {
        return new User(
                new Ref(TypeTable.USER, actor.userId()),
                0L,
                Json.object(),
                Ref.tenant(actor.tenantId()),
                Ref.customer(actor.customerId()),
                "",
                actor.userName(),
                actor.authority(),
                actor.userName(),
                null,
                null,
                null,
                1L,
                Ref.customer(actor.customerId()));
    }
}
