package io.atrium.audit;

import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.List;

/** The routes of the audit log (access-model 4.12). */
final class AuditApi {

    private static final List<String> SORTS =
            List.of("createdTime", "entityType", "entityName", "userName", "actionType", "actionStatus");
    private static final List<String> REFUSAL_SORTS = List.of("createdTime", "entityType", "entityName", "userName");

    private final AuditLogs logs;

    AuditApi(AuditLogs logs) {
        this.logs = logs;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("AuditLog");
        page(area.get("/api/audit/logs", "getAuditLogs", "Everything that the caller may see")
                        .permission("AUDIT_LOG READ; people of a customer get the rows of it and those below"))
                .handle(call -> logs.all(call.actor(), wanted(call), call.pageLink()));
        page(area.get(
                                "/api/audit/logs/customer/{customerId}",
                                "getAuditLogsByCustomerId",
                                "What happened to a customer and the things it owns")
                        .callers(Routes.TENANT_AND_CUSTOMER)
                        .permission("AUDIT_LOG READ, and READ on the customer"))
                .handle(call -> logs.ofCustomer(call.actor(), call.id("customerId"), wanted(call), call.pageLink()));
        page(area.get(
                                "/api/audit/logs/entity/{entityType}/{entityId}",
                                "getAuditLogsByEntityId",
                                "What happened to an entity")
                        .permission("AUDIT_LOG READ, and READ on the entity"))
                .handle(call ->
                        logs.ofEntity(call.actor(), call.ref("entityType", "entityId"), wanted(call), call.pageLink()));
        page(area.get("/api/audit/logs/user/{userId}", "getAuditLogsByUserId", "What a user did")
                        .callers(Routes.TENANT_AND_CUSTOMER)
                        .permission("AUDIT_LOG READ, and READ on the user"))
                .handle(call -> logs.ofUser(call.actor(), call.id("userId"), wanted(call), call.pageLink()));
        refusals(routes);
    }

    private void refusals(Routes routes) {
        routes.area("Access")
                .get("/api/access/refusals", "getAccessRefusals", "What callers asked for and were refused")
                .callers(Routes.TENANT)
                .permission("AUDIT_LOG READ of the tenant")
                .page(REFUSAL_SORTS)
                .query("startTime", Long.class, "First millisecond")
                .query("endTime", Long.class, "Last millisecond")
                .answersPage(AccessRefusal.class)
                .handle(call -> logs.refusals(call.actor(), time(call, "startTime", 0), until(call), call.pageLink()));
    }

    private static Routes.Builder page(Routes.Builder route) {
        return route.page(SORTS)
                .query("startTime", Long.class, "First millisecond")
                .query("endTime", Long.class, "Last millisecond")
                .query("actionTypes", String.class, "The only action types to show, with commas between them")
                .answersPage(AuditLog.class);
    }

    private static AuditLogs.Wanted wanted(Call call) {
        List<ActionType> actions = call.list("actionTypes").stream()
                .map(value -> Call.choice("actionTypes", value, ActionType.class))
                .distinct()
                .toList();
        return new AuditLogs.Wanted(time(call, "startTime", 0), until(call), actions);
    }

    private static long until(Call call) {
        return time(call, "endTime", Long.MAX_VALUE);
    }

    private static long time(Call call, String name, long fallback) {
        return call.number(name, fallback, 0, Long.MAX_VALUE);
    }
}
