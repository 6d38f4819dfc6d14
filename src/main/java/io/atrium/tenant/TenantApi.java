package io.atrium.tenant;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The routes of tenants (access-model 4.10). */
final class TenantApi {

    private static final List<String> SORTS =
            List.of("createdTime", "title", "email", "country", "state", "city", "address", "address2", "zip", "phone");

    private final Tenants tenants;

    TenantApi(Tenants tenants) {
        this.tenants = tenants;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("Tenant");
        reads(area);
        lists(area);
        area.post("/api/tenant", "saveTenant", "Creates a tenant, or changes the one of the given id")
                .callers(Routes.SYSTEM)
                .permission("System administrator")
                .body(Tenant.class)
                .answers(Tenant.class)
                .handle(this::save);
        area.delete("/api/tenant/{tenantId}", "deleteTenant", "Deletes a tenant with everything it holds")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator; a tenant cannot delete itself")
                .handle(this::delete);
    }

    private void reads(Routes.Area area) {
        area.get("/api/tenant/{tenantId}", "getTenantById", "One by its id")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator, or READ on the own tenant")
                .answers(Tenant.class)
                .handle(call -> plain(tenants.get(call.actor(), call.id("tenantId"))));
        area.get("/api/tenant/info/{tenantId}", "getTenantInfoById", "One by its id, with the name of its profile")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator, or READ on the own tenant")
                .answers(TenantInfo.class)
                .handle(call -> tenants.get(call.actor(), call.id("tenantId")));
    }

    private void lists(Routes.Area area) {
        area.get("/api/tenants", "getTenants", "All tenants")
                .callers(Routes.SYSTEM)
                .permission("System administrator")
                .page(SORTS)
                .answersPage(Tenant.class)
                .handle(call -> tenants.page(call.pageLink()).map(TenantApi::plain));
        List<String> infoSorts = new ArrayList<>(SORTS);
        infoSorts.add("tenantProfileName");
        area.get("/api/tenantInfos", "getTenantInfos", "All tenants, with the names of their profiles")
                .callers(Routes.SYSTEM)
                .permission("System administrator")
                .page(infoSorts)
                .answersPage(TenantInfo.class)
                .handle(call -> tenants.page(call.pageLink()));
        area.get("/api/tenants/list", "getTenantsByIds", "Those of the given ids that exist")
                .callers(Routes.SYSTEM)
                .permission("System administrator")
                .queryList("tenantIds", UUID.class, true, "Ids, repeated or with commas")
                .answersList(Tenant.class)
                .handle(call -> tenants.list(call.requiredIds("tenantIds")).stream()
                        .map(TenantApi::plain)
                        .toList());
    }

    private Tenant save(Call call) {
        Tenant wanted = call.body(Tenant.class);
        Ref given = wanted.id();
        UUID id;
        if (given == null) {
            id = tenants.create(call.actor(), wanted);
        } else {
            id = given.id();
            if (id == null) {
                throw Problem.badRequest("Field 'id.id' is missing");
            }
            tenants.update(call.actor(), id, wanted);
        }
        return plain(tenants.get(call.actor(), id));
    }

    private @org.jspecify.annotations.Nullable Object delete(Call call) {
        UUID id = call.id("tenantId");
        if (!call.actor().isSystem()) {
            tenants.requireReadable(call.actor(), id);
            throw Problem.forbidden("A tenant is deleted by the system administrator only");
        }
        tenants.delete(call.actor(), id);
        return null;
    }

    private static Tenant plain(TenantInfo info) {
        return Json.bind(Json.tree(info), Tenant.class);
    }
}
