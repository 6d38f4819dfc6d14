package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import io.atrium.entity.WaysIn;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** API keys (access-model 4.9): a caller's own, and those of users that the caller may change. */
final class ApiKeyApi {

    /** Longest description, in characters. */
    static final int MAX_DESCRIPTION = 255;

    private static final List<String> SORTS = List.of("createdTime", "expirationTime", "description", "enabled");

    private final Parts parts;
    private final ApiKeyStore store;
    private final ApiKeys keys;
    private final UserViews views;
    private final RightsComparison rights;

    ApiKeyApi(Parts parts, ApiKeyStore store, ApiKeys keys, UserViews views, RightsComparison rights) {
        this.parts = parts;
        this.store = store;
        this.keys = keys;
        this.views = views;
        this.rights = rights;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("ApiKey");
        String owner = "Being the user, or WRITE on the user";
        area.post("/api/apiKey", "saveApiKey", "Makes a key; its value is shown in this answer only")
                .permission(owner + " with at least the user's rights")
                .body(ApiKeyInfo.class)
                .answers(ApiKey.class)
                .handle(this::create);
        area.get("/api/apiKeys/{userId}", "getUserApiKeys", "The keys of a user, without values")
                .permission(owner)
                .page(SORTS)
                .answersPage(ApiKeyInfo.class)
                .handle(this::list);
        area.put("/api/apiKey/{id}/description", "updateApiKeyDescription", "Describes a key; the body is the text")
                .permission(owner)
                .body(String.class)
                .answers(ApiKeyInfo.class)
                .handle(this::describe);
        area.put("/api/apiKey/{id}/enabled/{enabledValue}", "enableApiKey", "Switches a key on or off")
                .permission(owner)
                .answers(ApiKeyInfo.class)
                .handle(this::turn);
        area.delete("/api/apiKey/{id}", "deleteApiKey", "Deletes a key")
                .permission(owner)
                .handle(this::delete);
    }

    private Object create(Call call) {
        WaysIn.requireLogIn(call.actor());
        ApiKeyInfo info = call.body(ApiKeyInfo.class);
        Ref user = info.userId();
        if (user == null || Ref.isNone(user)) {
            throw Problem.badRequest("Field 'userId' should be specified!");
        }
        Actor actor = call.actor();
        Entry owner = requireOwner(actor, user.id());
        Scope scope = views.scope(actor, owner.id());
        rights.require(scope, owner);
        String text = checked(info.description() == null ? "" : info.description());
        long expires = info.expirationTime() == null ? 0 : info.expirationTime();
        if (expires < 0 || (expires != 0 && expires <= parts.platform().clock().millis())) {
            throw Problem.badRequest("Field 'expirationTime' must be 0 for never, or a time to come in milliseconds");
        }
        String value = keys.newValue();
        UUID tenant = scope.directory().tenantId();
        ApiKeyStore.Row row = parts.platform().gate().change(actor, tenant, change -> {
            GroundStore.hold(change.sql(), actor);
            int max = parts.config().apiKeysPerUser();
            if (store.count(change, owner.id()) >= max) {
                throw Problem.badRequest("The user has " + max + " API keys already, which is the most");
            }
            boolean enabled = info.enabled() == null || info.enabled();
            ApiKeyStore.Row fresh =
                    new ApiKeyStore.Row(change.newId(), tenant, owner.id(), text, enabled, expires, actor.userId());
            store.insert(change, fresh, Secrets.hash(value));
            change.audit(AuditAction.CREDENTIALS_UPDATED, owner, Json.object().put("apiKeyAdded", text));
            return fresh;
        });
        ApiKeyInfo made = info(row);
        return new ApiKey(
                made.id(),
                made.createdTime(),
                made.tenantId(),
                made.userId(),
                made.expirationTime(),
                made.description(),
                made.enabled(),
                made.expired(),
                value);
    }

    private Object list(Call call) {
        UUID user = call.id("userId");
        requireOwner(call.actor(), user);
        PageLink link = call.pageLink();
        String part = link.textSearch().toLowerCase(Locale.ROOT);
        Comparator<ApiKeyStore.Row> order =
                switch (link.sortProperty() == null ? "createdTime" : link.sortProperty()) {
                    case "expirationTime" -> Comparator.comparingLong(ApiKeyStore.Row::expires);
                    case "description" -> Comparator.comparing(ApiKeyStore.Row::description);
                    case "enabled" -> Comparator.comparing(ApiKeyStore.Row::enabled);
                    default -> Comparator.comparingLong(ApiKeyStore.Row::createdTime);
                };
        List<ApiKeyStore.Row> rows = store.ofUser(user).stream()
                .filter(row -> row.description().toLowerCase(Locale.ROOT).contains(part))
                .sorted(link.ascending() ? order : order.reversed())
                .toList();
        return Page.cut(rows, link).map(this::info);
    }

    private Object describe(Call call) {
        ApiKeyStore.Row before = requireKey(call);
        String text = description(call.bodyText());
        return change(call, before, change -> store.describe(change, before.id(), text));
    }

    private Object turn(Call call) {
        ApiKeyStore.Row before = requireKey(call);
        boolean enabled = enabled(call);
        if (enabled) {
            WaysIn.requireLogIn(call.actor());
            Entry owner = requireOwner(call.actor(), before.userId());
            rights.require(views.scope(call.actor(), owner.id()), owner);
        }
        return change(call, before, change -> {
            if (enabled) {
                GroundStore.hold(change.sql(), call.actor());
            }
            store.setEnabled(change, before.id(), enabled);
        });
    }

    private Object change(Call call, ApiKeyStore.Row before, Consumer<Change> edit) {
        parts.platform().gate().change(call.actor(), before.tenantId(), change -> {
            edit.accept(change);
            ApiKeyStore.Row after = store.byId(before.id()).orElseThrow(Problem::notFound);
            change.find(after.userId())
                    .ifPresent(user -> change.audit(
                            AuditAction.CREDENTIALS_UPDATED,
                            user,
                            Json.object()
                                    .put("apiKeyChanged", after.description())
                                    .put("enabled", after.enabled())));
            change.publish(new ApiKeysChanged(after.tenantId(), after.userId()));
            return after;
        });
        return info(store.byId(before.id()).orElseThrow(Problem::notFound));
    }

    private @Nullable Object delete(Call call) {
        ApiKeyStore.Row key = requireKey(call);
        parts.platform().gate().change(call.actor(), key.tenantId(), change -> {
            store.delete(change, key.id());
            change.find(key.userId())
                    .ifPresent(user -> change.audit(
                            AuditAction.CREDENTIALS_UPDATED,
                            user,
                            Json.object().put("apiKeyDeleted", key.description())));
            change.publish(new ApiKeysChanged(key.tenantId(), key.userId()));
            return key;
        });
        return null;
    }

    private ApiKeyStore.Row requireKey(Call call) {
        ApiKeyStore.Row key = store.byId(call.id("id")).orElseThrow(Problem::notFound);
        requireOwner(call.actor(), key.userId());
        return key;
    }

    /** The user of a key, who is the caller, or whom the caller may change. */
    private Entry requireOwner(Actor actor, UUID user) {
        Scope scope = views.scope(actor, user);
        Ref ref = new Ref(PeopleKinds.USER.name(), user);
        return scope.read(() -> user.equals(actor.userId())
                ? scope.directory().find(ref).orElseThrow(Problem::notFound)
                : scope.require(Operation.WRITE, ref));
    }

    private ApiKeyInfo info(ApiKeyStore.Row row) {
        return new ApiKeyInfo(
                new Ref("API_KEY", row.id()),
                Ids.millisOf(row.id()),
                Ref.tenant(row.tenantId()),
                new Ref(PeopleKinds.USER.name(), row.userId()),
                row.expires(),
                row.description(),
                row.enabled(),
                row.isExpired(parts.platform().clock().millis()));
    }

    private static boolean enabled(Call call) {
        return switch (call.path("enabledValue")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.badRequest("Parameter 'enabledValue' must be true or false");
        };
    }

    /** Clients send the text as it is or as a JSON string. */
    private static String description(String body) {
        boolean quoted = body.length() >= 2 && body.startsWith("\"") && body.endsWith("\"");
        return checked(quoted ? Json.read(body, String.class) : body);
    }

    private static String checked(String text) {
        if (text.length() > MAX_DESCRIPTION || text.indexOf('\0') >= 0) {
            throw Problem.badRequest("Field 'description' is longer than " + MAX_DESCRIPTION + " characters");
        }
        return text;
    }
}
