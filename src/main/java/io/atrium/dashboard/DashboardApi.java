package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Listing;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The routes of dashboards (access-model 4.8). Lists show everything but the configuration, which is megabytes; only the
 * call for one dashboard gives it.
 */
final class DashboardApi {

    /** Most points that one widget asks for. */
    private static final long MAX_DATAPOINTS = 50_000;

    private static final Kind<Dashboard> KIND = DashboardKinds.DASHBOARD;
    private static final String HIDDEN = "\"mobileHide\":true";

    private final Platform platform;
    private final EntityChanges changes;

    DashboardApi(Platform platform, EntityChanges changes) {
        this.platform = platform;
        this.changes = changes;
    }

    void add(Routes routes) {
        KindRoutes common = new KindRoutes(routes, "Dashboard", KIND, "dashboard", platform.entities(), changes);
        common.save("saveDashboard", "acceptEncoding")
                .byId("getDashboardById", "includeResources", "acceptEncoding")
                .infoById("getDashboardInfoById")
                .delete("deleteDashboard")
                .byIds("/api/dashboards", "getDashboardsByIds", "dashboardIds", Form.INFO);
        common.list("/api/dashboards/all", "getAllDashboards", Form.INFO)
                .own()
                .list("/api/customer/{customerId}/dashboards", "getCustomerDashboards", Form.INFO)
                .ofCustomer(true)
                .list("/api/entityGroup/{entityGroupId}/dashboards", "getDashboardsByEntityGroupId", Form.INFO)
                .ofGroup()
                .list("/api/tenant/dashboards", "getTenantDashboards", Form.INFO)
                .callers(Routes.TENANT)
                .where("mobile", Boolean.class, (view, mobile) -> !mobile.equals("true") || isOnMobile(view))
                .wholeTenant();
        ofUser(common);
        server(common.area());
        transfer(common.area());
        common.area()
                .get("/api/tenant/{tenantId}/dashboards", "getTenantDashboardsByTenantId", "Always refused")
                .callers(Routes.SYSTEM)
                .permission("Nobody: a system administrator does not see what a tenant holds")
                .page(common.sorts())
                .answersPage(DashboardInfo.class)
                .handle(call -> {
                    throw Problem.forbidden("A system administrator does not see what a tenant holds");
                });
    }

    private static boolean isOnMobile(Kind.EntityView view) {
        return !view.entry().body().contains(HIDDEN);
    }

    // ---- lists of a user ---------------------------------------------------------------------------------------

    private void ofUser(KindRoutes common) {
        common.area()
                .get("/api/user/dashboards", "getUserDashboards", "The dashboards that the caller, or a user, may see")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each dashboard, and READ on the user that is named")
                .page(common.sorts())
                .query("mobile", Boolean.class, "True to leave out what is hidden on mobile devices")
                .query("operation", Operation.class, "What the user may do to the dashboards; READ if absent")
                .query("userId", UUID.class, "The user whose rights count, too")
                .query(KindRoutes.SHARED_ONLY, Boolean.class, KindRoutes.SHARED_ONLY_DOC)
                .answersPage(DashboardInfo.class)
                .handle(this::ofUser);
    }

    /** What another user may see is told only as far as the caller may see it, too. */
    private Reply ofUser(Call call) {
        Actor actor = call.actor();
        Operation operation = call.choice("operation", Operation.class).orElse(Operation.READ);
        Optional<UUID> userId = call.optionalId("userId");
        Predicate<Kind.EntityView> condition = view -> true;
        if (call.flag("mobile", false)) {
            condition = DashboardApi::isOnMobile;
        }
        if (userId.isPresent() || operation != Operation.READ) {
            Scope asker = platform.scopes().of(actor);
            Scope scope = userId.isEmpty() ? asker : asker.read(() -> scopeOf(asker, userId.get()));
            condition = condition.and(view -> scope.may(operation, view.entry()));
        }
        Listing listing = Listing.of(KindRoutes.readable(call)).where(condition);
        return platform.entities().page(actor, KIND, listing, call.pageLink(), Form.INFO);
    }

    private Scope scopeOf(Scope asker, UUID userId) {
        Entry user = asker.require(Operation.READ, new Ref("USER", userId));
        return platform.scopes().ofUser(asker, user);
    }

    // ---- facts of the server -----------------------------------------------------------------------------------

    private void server(Routes.Area area) {
        area.get("/api/dashboard/serverTime", "getServerTime", "The server's clock in milliseconds")
                .permission("none")
                .answers(Long.class)
                .handle(call -> platform.clock().millis());
        area.get("/api/dashboard/maxDatapointsLimit", "getMaxDatapointsLimit", "Most points that a widget asks for")
                .permission("none")
                .answers(Long.class)
                .handle(call -> MAX_DATAPOINTS);
    }

    private void transfer(Routes.Area area) {
        DashboardTransfer transfer = new DashboardTransfer(platform, changes);
        area.get("/api/entityGroup/{entityGroupId}/dashboards/export", "exportGroupDashboards", "Whole dashboards")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group and on each dashboard")
                .required("limit", Integer.class, "Most dashboards, up to " + DashboardTransfer.MAX_DASHBOARDS)
                .query("acceptEncoding", String.class, "Accepted for compatibility")
                .answersList(Dashboard.class)
                .handle(call -> transfer.export(call.actor(), call.id("entityGroupId"), (int)
                        call.requiredNumber("limit", 1, DashboardTransfer.MAX_DASHBOARDS)));
        area.post(
                        "/api/entityGroup/{entityGroupId}/dashboards/import",
                        "importGroupDashboards",
                        "Adds dashboards to a group, all or none")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("WRITE on the group, and CREATE or WRITE for each dashboard")
                .query("overwrite", Boolean.class, "True to replace dashboards of the group with the same title")
                .bodyList(Dashboard.class)
                .upTo(BodySize.LARGE)
                .handle(call -> {
                    transfer.importInto(
                            call.actor(),
                            call.id("entityGroupId"),
                            call.body(JsonNode.class),
                            call.flag("overwrite", false));
                    return null;
                });
    }
}
