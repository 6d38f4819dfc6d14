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
import io.atrium.entity.WaysIn;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The settings of the system, which its administrator changes, and those of tenants, which need ADMIN_SETTINGS. */
final class SystemSettings {

    /** Longest value of one key, in characters of JSON. */
    static final int MAX_VALUE = 65_536;

    private static final String RESOURCE = "ADMIN_SETTINGS";

    private final Platform platform;
    private final SettingStore store;
    private final TenantStore transactions;
    private final TenantFeature.About about;

    SystemSettings(Platform platform, TenantFeature.About about) {
        this.about = about;
        this.platform = platform;
        this.store = new SettingStore(platform.database());
        this.transactions = new TenantStore(platform.database());
    }

    /**
     * The caller's settings of a key, with secrets masked; what holds if the caller saved none.
     *
     * @param systemByDefault true if what holds shall be shown as the system's own
     */
    AdminSettings get(Actor actor, String wireKey, boolean systemByDefault) {
        requireOwn(actor, Operation.READ);
        SettingKey key = SettingKey.of(wireKey).orElseThrow(Problem::notFound);
        Optional<ObjectNode> own = find(actor.tenantId(), key);
        if (own.isPresent()) {
            return answer(actor.tenantId(), key, own.get());
        }
        UUID owner = systemByDefault ? Ref.NULL_ID : actor.tenantId();
        return answer(owner, key, actor.isSystem() ? atWork(key) : ofTenants(key));
    }

    /** What holds as long as nobody saved anything. */
    private ObjectNode atWork(SettingKey key) {
        return switch (key) {
            case GENERAL ->
                Json.object().put("baseUrl", about.publicUrl().get().toString()).put("prohibitDifferentUrl", false);
            case MAIL -> about.mail().get();
        };
    }

    /** What that means for a tenant, who may use the operator's mail server but has no business with its account. */
    private ObjectNode ofTenants(SettingKey key) {
        return switch (key) {
            case GENERAL -> find(Ref.NULL_ID, key).orElseGet(() -> atWork(key));
            case MAIL -> Json.object().put("useSystemMailSettings", true);
        };
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
        if (key == SettingKey.MAIL) {
            // Whoever names the mail server reads the links that it is handed.
            WaysIn.requireLogIn(actor);
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
        return !about.mail().get().path("smtpHost").asText("").isEmpty();
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
