package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.entity.TenantDeleted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Creates, changes, deletes and finds tenants. Changes are the system administrator's alone, and the callers of this class
 * see to that; reads go through the scope of whoever is not one.
 */
public final class Tenants {

    /** Longest {@code additionalInfo}, in characters of JSON. */
    static final int MAX_INFO = 65_536;

    private final Platform platform;
    private final TenantProfiles profiles;
    private final TenantStore store;

    public Tenants(Platform platform) {
        this(platform, new TenantProfiles(platform));
    }

    Tenants(Platform platform, TenantProfiles profiles) {
        this.platform = platform;
        this.profiles = profiles;
        this.store = new TenantStore(platform.database());
    }

    /** A tenant with its default user groups and roles and nothing else; the new id. */
    public UUID create(Actor actor, String title) {
        return create(actor, Json.bind(Json.object().put("title", title), Tenant.class));
    }

    /** As the other, with an address, a profile, and so on. */
    public UUID create(Actor actor, Tenant wanted) {
        String title = checkedTitle(wanted);
        UUID id = platform.ids().next();
        try {
            return store.atomically(() -> {
                UUID profile = profiles.hold(wanted.tenantProfileId());
                String body = body(wanted, profile);
                store.insert(id, title, body, platform.clock().millis(), actor.userId());
                platform.gate().change(actor, id, change -> {
                    Entry tenant = change.directory().tenant();
                    change.audit(AuditAction.ADDED, tenant, entity(title, body));
                    DefaultGroups.ofTenant(change, tenant);
                    return id;
                });
                audit(actor, AuditAction.ADDED, id, title, entity(title, body));
                return id;
            });
        } catch (RuntimeException e) {
            platform.gate().forget(id);
            throw e;
        }
    }

    /** Writes new fields; a profile that the caller leaves out stays. */
    public void update(Actor actor, UUID id, Tenant wanted) {
        String title = checkedTitle(wanted);
        platform.gate().change(actor, known(id), change -> {
            TenantInfo before = store.find(id).orElseThrow(Problem::notFound);
            Entry tenant = change.directory().tenant();
            if (wanted.version() != null && wanted.version() != tenant.version()) {
                throw Problem.versionConflict("Tenant");
            }
            Ref profile = Ref.isNone(wanted.tenantProfileId()) ? before.tenantProfileId() : wanted.tenantProfileId();
            String body = body(wanted, profiles.hold(profile));
            Entry after = change.update(TenantKinds.TENANT, tenant, new Draft(title, null, null, body), null);
            change.audit(AuditAction.UPDATED, after, entity(title, body));
            audit(actor, AuditAction.UPDATED, id, title, entity(title, body));
            return id;
        });
    }

    /** Removes a tenant with everything it holds; its audit log goes, too, and the system's keeps that it is gone. */
    public void delete(Actor actor, UUID id) {
        platform.gate().change(actor, known(id), change -> {
            String title = change.directory().tenant().name();
            store.erase(id);
            audit(actor, AuditAction.DELETED, id, title, Json.object().put("entityId", id.toString()));
            return id;
        });
        platform.gate().forget(id);
        platform.bus().publish(new TenantDeleted(id));
    }

    /** One tenant; a tenant's own people need READ on it. */
    public TenantInfo get(Actor actor, UUID id) {
        if (!actor.isSystem()) {
            requireReadable(actor, id);
        }
        return store.find(id).orElseThrow(Problem::notFound);
    }

    Page<TenantInfo> page(PageLink link) {
        return store.page(link);
    }

    List<TenantInfo> list(List<UUID> ids) {
        return store.list(ids);
    }

    /** Refuses a tenant's own people with what they may know: a 404 for other tenants. */
    void requireReadable(Actor actor, UUID id) {
        Scope scope = platform.scopes().of(actor);
        scope.read(() -> scope.require(Operation.READ, TenantKinds.TENANT, id));
    }

    /** The system is stored as a tenant, but nobody may treat it as one. */
    private UUID known(UUID id) {
        return store.find(id).map(tenant -> id).orElseThrow(Problem::notFound);
    }

    private void audit(Actor actor, AuditAction action, UUID id, String title, JsonNode data) {
        AuditTrail.Subject subject = new AuditTrail.Subject(Ref.tenant(id), title, null);
        platform.audit().record(actor, Ref.NULL_ID, action, subject, data);
    }

    private static JsonNode entity(String title, String body) {
        ObjectNode entity = Json.read("{" + body + "}", ObjectNode.class).put("title", title);
        return Json.object().set("entity", entity);
    }

    // ---- documents ---------------------------------------------------------------------------------------------

    private static String body(Tenant wanted, UUID profile) {
        Map<String, JsonNode> fields = new HashMap<>();
        Json.tree(wanted).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.put("tenantProfileId", Json.tree(TenantProfile.ref(profile)));
        return TenantKinds.TENANT.body(fields);
    }

    private static String checkedTitle(Tenant wanted) {
        String title = wanted.title() == null ? "" : VisibleText.plain(wanted.title());
        if (title.isBlank()) {
            throw Problem.badRequest("Tenant title should be specified!");
        }
        Texts.check(Json.tree(wanted), Draft.MAX_NAME, MAX_INFO);
        return title;
    }
}
