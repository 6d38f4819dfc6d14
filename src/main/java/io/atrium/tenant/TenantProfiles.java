package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.db.ConstraintViolation;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Draft;
import io.atrium.entity.Platform;
import io.atrium.tenant.TenantProfile.TenantProfileData;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The profiles of tenants; one of them is the default, which always exists. */
public final class TenantProfiles {

    /** Longest {@code profileData}, in characters of JSON. */
    static final int MAX_DATA = 65_536;

    private static final TenantProfile FIRST =
            new TenantProfile(null, null, "Default", "Default tenant profile", true, false, null);

    /** A thousand years. */
    private static final long MOST_STORAGE_DAYS = 366_000;

    private final Platform platform;
    private final TenantProfileStore store;
    private final TenantStore transactions;

    public TenantProfiles(Platform platform) {
        this.platform = platform;
        this.store = new TenantProfileStore(platform.database());
        this.transactions = new TenantStore(platform.database());
    }

    /** What a tenant is allowed. */
    public TenantLimits limitsOf(UUID tenant) {
        return TenantLimits.of(configurationOf(tenant));
    }

    /** The configuration of a tenant's profile, for features with limits of their own. */
    public @Nullable JsonNode configurationOf(UUID tenant) {
        TenantProfile profile = store.ofTenant(tenant).orElseGet(this::defaultProfile);
        TenantProfileData data = profile.profileData();
        return data == null ? null : data.configuration();
    }

    /** How many days a tenant's points are kept where no rule says otherwise; 0 for ever. */
    public long storageDaysOf(UUID tenant) {
        TenantProfileData data =
                store.ofTenant(tenant).map(TenantProfile::profileData).orElse(null);
        JsonNode configuration = data == null ? null : data.configuration();
        long days = configuration == null
                ? 0
                : configuration.path("defaultStorageTtlDays").asLong(0);
        return Math.clamp(days, 0, MOST_STORAGE_DAYS);
    }

    TenantProfile defaultProfile() {
        return store.findDefault().orElseGet(() -> {
            store.insert(platform.ids().next(), withData(FIRST, "Default"), true);
            return store.findDefault().orElseThrow(() -> new IllegalStateException("No default tenant profile"));
        });
    }

    TenantProfile get(UUID id) {
        return store.find(id).orElseThrow(Problem::notFound);
    }

    List<TenantProfile> list(List<UUID> ids) {
        return store.list(ids);
    }

    Page<TenantProfile> page(PageLink link) {
        defaultProfile();
        return store.page(link);
    }

    /** The profile that a tenant takes, the default one if it names none; it stays until the open transaction ends. */
    UUID hold(@Nullable Ref wanted) {
        UUID id = Ref.isNone(wanted) || wanted == null ? idOf(defaultProfile()) : wanted.id();
        if (!store.hold(id)) {
            throw Problem.badRequest("Field 'tenantProfileId' names a tenant profile that does not exist");
        }
        return id;
    }

    TenantProfile save(Actor actor, TenantProfile wanted) {
        defaultProfile();
        TenantProfile checked = checked(wanted);
        Ref given = checked.id();
        UUID id = given == null ? platform.ids().next() : given.id();
        return transactions.atomically(() -> {
            if (given == null) {
                insert(id, checked);
            } else {
                update(id, checked);
            }
            TenantProfile saved = get(id);
            AuditAction action = given == null ? AuditAction.ADDED : AuditAction.UPDATED;
            audit(actor, action, saved, Json.object().set("entity", Json.tree(saved)));
            return saved;
        });
    }

    private void insert(UUID id, TenantProfile profile) {
        if (!store.insert(id, profile, false)) {
            throw nameTaken();
        }
    }

    private void update(UUID id, TenantProfile profile) {
        if (!store.close(id)) {
            throw Problem.notFound();
        }
        try {
            store.update(id, profile);
        } catch (ConstraintViolation e) {
            throw e.isUnique("tenant_profile_name") ? nameTaken() : e;
        }
    }

    private static Problem nameTaken() {
        return Problem.badRequest("Tenant profile with such name already exists!");
    }

    void delete(Actor actor, UUID id) {
        transactions.atomically(() -> {
            if (!store.close(id)) {
                throw Problem.notFound();
            }
            TenantProfile profile = get(id);
            if (Boolean.TRUE.equals(profile.isDefault())) {
                throw Problem.badRequest("The default tenant profile cannot be deleted; make another one the default");
            }
            if (store.isInUse(id)) {
                throw Problem.badRequest("The tenant profile is used by a tenant and cannot be deleted");
            }
            store.delete(id);
            audit(actor, AuditAction.DELETED, profile, Json.object().put("entityId", id.toString()));
            return id;
        });
    }

    TenantProfile makeDefault(Actor actor, UUID id) {
        return transactions.atomically(() -> {
            get(id);
            store.setDefault(id);
            TenantProfile profile = get(id);
            audit(actor, AuditAction.UPDATED, profile, Json.object().set("entity", Json.tree(profile)));
            return profile;
        });
    }

    private void audit(Actor actor, AuditAction action, TenantProfile profile, JsonNode data) {
        AuditTrail.Subject subject = new AuditTrail.Subject(profile.id(), profile.name(), null);
        platform.audit().record(actor, Ref.NULL_ID, action, subject, data);
    }

    // ---- documents ---------------------------------------------------------------------------------------------

    private static UUID idOf(TenantProfile profile) {
        Ref id = profile.id();
        if (id == null) {
            throw new IllegalStateException("A stored profile has an id");
        }
        return id.id();
    }

    private static TenantProfile checked(TenantProfile wanted) {
        String name = wanted.name() == null ? "" : VisibleText.plain(wanted.name());
        if (name.isBlank()) {
            throw Problem.badRequest("Tenant profile name should be specified!");
        }
        if (wanted.id() != null && wanted.id().id() == null) {
            throw Problem.badRequest("Field 'id.id' is missing");
        }
        Texts.check(Json.tree(wanted), Draft.MAX_NAME, MAX_DATA);
        VisibleText.require("name", name);
        TenantProfile profile = withData(wanted, name);
        TenantLimits.check(profile);
        return profile;
    }

    /** A profile always has a configuration, for clients read its type first. */
    private static TenantProfile withData(TenantProfile profile, String name) {
        TenantProfileData data = profile.profileData();
        JsonNode configuration = data == null ? null : data.configuration();
        if (configuration == null || configuration.isNull()) {
            configuration = Json.object().put("type", "DEFAULT");
        }
        if (!configuration.path("type").asText().equals("DEFAULT")) {
            throw Problem.badRequest("Field 'profileData.configuration.type' must be DEFAULT");
        }
        return new TenantProfile(
                profile.id(),
                profile.createdTime(),
                name,
                profile.description(),
                profile.isDefault(),
                profile.isolatedTbRuleEngine(),
                new TenantProfileData(configuration, data == null ? null : data.queueConfiguration()));
    }
}
