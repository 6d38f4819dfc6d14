package io.atrium.tenant;

import io.atrium.base.Ref;
import io.atrium.http.Answer;
import io.atrium.http.Routes;
import io.atrium.http.SchemaName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The routes of tenant profiles; the system administrator's alone. */
final class TenantProfileApi {

    private static final String PERMISSION = "System administrator";

    private final TenantProfiles profiles;

    TenantProfileApi(TenantProfiles profiles) {
        this.profiles = profiles;
    }

    /** The name of a profile. */
    @SchemaName("EntityInfo")
    record Info(@Nullable Ref id, @Nullable String name) {
        static Info of(TenantProfile profile) {
            return new Info(profile.id(), profile.name());
        }
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("TenantProfile");
        area.post("/api/tenantProfile", "saveTenantProfile", "Creates a profile, or changes the one of the given id")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .body(TenantProfile.class)
                .answers(TenantProfile.class)
                .handle(call -> profiles.save(call.actor(), call.body(TenantProfile.class)));
        area.post(
                        "/api/tenantProfile/{tenantProfileId}/default",
                        "setDefaultTenantProfile",
                        "Makes a profile that of all tenants that name none")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .answers(TenantProfile.class)
                .handle(call -> profiles.makeDefault(call.actor(), call.id("tenantProfileId")));
        area.delete(
                        "/api/tenantProfile/{tenantProfileId}",
                        "deleteTenantProfile",
                        "Deletes a profile that is neither the default nor in use")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .handle(call -> {
                    profiles.delete(call.actor(), call.id("tenantProfileId"));
                    return null;
                });
        reads(area);
        lists(area);
    }

    private void reads(Routes.Area area) {
        area.get("/api/tenantProfile/{tenantProfileId}", "getTenantProfileById", "One by its id")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .answers(TenantProfile.class)
                .handle(call -> profiles.get(call.id("tenantProfileId")));
        area.get("/api/tenantProfileInfo/{tenantProfileId}", "getTenantProfileInfoById", "The name of a profile")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .answers(Info.class)
                .handle(call -> Info.of(profiles.get(call.id("tenantProfileId"))));
        area.get("/api/tenantProfileInfo/default", "getDefaultTenantProfileInfo", "The name of the default profile")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .answers(Info.class)
                .handle(call -> Info.of(profiles.defaultProfile()));
    }

    private void lists(Routes.Area area) {
        area.get("/api/tenantProfiles", "getTenantProfiles", "All profiles")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .page(List.of("createdTime", "name", "description", "isDefault"))
                .answersPage(TenantProfile.class)
                .handle(call -> profiles.page(call.pageLink()));
        area.get("/api/tenantProfileInfos", "getTenantProfileInfos", "The names of all profiles")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .page(List.of("id", "name"))
                .answersPage(Info.class)
                .handle(call -> profiles.page(call.pageLink()).map(Info::of));
        area.get("/api/tenantProfiles/list", "getTenantProfileList", "Those of the given ids that exist")
                .callers(Routes.SYSTEM)
                .permission(PERMISSION)
                .queryList("ids", UUID.class, true, "Ids, repeated or with commas")
                .answers(Answer.Shape.LIST, TenantProfile.class)
                .handle(call -> profiles.list(call.requiredIds("ids")));
    }
}
