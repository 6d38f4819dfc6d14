package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The settings of the system, which its administrator changes, and those of tenants, which need ADMIN_SETTINGS. */
final class SystemSettings {

    /** Longest value of one key, in characters of JSON. */
    static final int MAX_VALUE = 65_536;

    private static final String SECURITY = "securitySettings";
    private static final String RESOURCE = "ADMIN_SETTINGS";

    private final Platform platform;
    private final SettingStore store;
    private final TenantStore transactions;

    SystemSettings(Platform platform) {
        this.platform = platform;
        this.store = new SettingStore(platform.database());
        this.transactions = new TenantStore(platform.database());
    }

    // ---- security ----------------------------------------------------------------------------------------------

    SecuritySettings security(Actor actor) {
        requireOwn(actor, Operation.READ);
        return store.find(Ref.NULL_ID, SECURITY)
                .map(value -> Json.read(value, SecuritySettings.class))
                .orElse(SecuritySettings.DEFAULT);
    }

    SecuritySettings saveSecurity(Actor actor, SecuritySettings wanted) {
        if (!actor.isSystem()) {
            throw Problem.forbidden(
                    "Security settings hold for all tenants; only the system administrator changes them");
        }
        SecurityRules.check(wanted);
        put(actor, SECURITY, Json.tree(wanted), Json.tree(wanted));
        return wanted;
    }

    // ---- groups of settings ------------------------------------------------------------------------------------

    /**
     * The caller's settings of a key, with secrets masked.
     *
     * @param systemByDefault true to fall back to what the system's settings mean for a tenant that has none
     */
    AdminSettings get(Actor actor, String wireKey, boolean systemByDefault) {
        requireOwn(actor, Operation.READ);
        SettingKey key = SettingKey.of(wireKey).orElseThrow(Problem::notFound);
        Optional<ObjectNode> own = find(actor.tenantId(), key);
        if (own.isPresent()) {
            return answer(actor.tenantId(), key, own.get());
        }
        if (!systemByDefault || actor.isSystem()) {
            throw Problem.notFound();
        }
        ObjectNode value = find(Ref.NULL_ID, key).orElseThrow(Problem::notFound);
        // A tenant may use the operator's mail server, but has no business with its address and its account.
        return answer(
                Ref.NULL_ID, key, key == SettingKey.MAIL ? Json.object().put("useSystemMailSettings", true) : value);
    }

    AdminSettings save(Actor actor, AdminSettings wanted) {
        requireOwn(actor, Operation.WRITE);
        String name = wanted.key();
        SettingKey key = name == null ? null : SettingKey.of(name).orElse(null);
        if (key == null) {
            throw Problem.badRequest("Field 'key' must be general or mail");
        }
        if (!(wanted.jsonValue() instanceof ObjectNode value)) {
            throw Problem.badRequest("Field 'jsonValue' must be an object");
        }
        Texts.check(Json.object().set("jsonValue", value), MAX_VALUE, MAX_VALUE);
        key.check(value);
        return transactions.atomically(() -> {
            ObjectNode stored = find(actor.tenantId(), key).orElseGet(Json::object);
            ObjectNode full = key.unmasked(value, stored);
            put(actor, key.wire(), full, key.masked(full));
            return answer(actor.tenantId(), key, full);
        });
    }

    /** True if the system can send mail. */
    boolean hasMail() {
        return find(Ref.NULL_ID, SettingKey.MAIL)
                .map(value -> !value.path("smtpHost").asText("").isEmpty())
                .orElse(false);
    }

    private Optional<ObjectNode> find(UUID owner, SettingKey key) {
        return store.find(owner, key.wire()).map(value -> Json.read(value, ObjectNode.class));
    }

    private void put(Actor actor, String key, JsonNode value, JsonNode shown) {
        transactions.atomically(() -> {
            store.put(actor.tenantId(), key, Json.write(value));
            AuditTrail.Subject subject = new AuditTrail.Subject(Ref.tenant(actor.tenantId()), key, null);
            platform.audit()
                    .record(
                            actor,
                            actor.tenantId(),
                            AuditAction.UPDATED,
                            subject,
                            Json.object().set("entity", shown));
            return key;
        });
    }

    private static AdminSettings answer(UUID owner, SettingKey key, ObjectNode value) {
        UUID id = UUID.nameUUIDFromBytes((owner + "/" + key.wire()).getBytes(StandardCharsets.UTF_8));
        return new AdminSettings(new Ref("ADMIN_SETTINGS", id), 0L, Ref.tenant(owner), key.wire(), key.masked(value));
    }

    private void requireOwn(Actor actor, Operation operation) {
        if (!actor.isSystem()) {
            Scope scope = platform.scopes().of(actor);
            scope.read(() -> {
                scope.requireGenerally(operation, RESOURCE);
                return scope;
            });
        }
    }
}
