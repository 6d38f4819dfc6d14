package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;

/** The rules for log-ins as administrators read and write them; they stand where they are enforced. */
final class SecurityApi {

    private final Parts parts;

    SecurityApi(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("Admin");
        area.get("/api/admin/securitySettings", "getSecuritySettings", "How log-ins are guarded")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator, or ADMIN_SETTINGS READ")
                .answers(SecuritySettings.class)
                .handle(call -> read(call.actor()));
        area.post("/api/admin/securitySettings", "saveSecuritySettings", "Changes how log-ins are guarded")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator; the settings hold for all tenants")
                .body(SecuritySettings.class)
                .answers(SecuritySettings.class)
                .handle(call -> save(call.actor(), call.body(SecuritySettings.class)));
    }

    private SecuritySettings read(Actor actor) {
        if (!actor.isSystem()) {
            Scope scope = parts.platform().scopes().of(actor);
            scope.read(() -> {
                scope.requireGenerally(Operation.READ, "ADMIN_SETTINGS");
                return scope;
            });
        }
        return parts.settings().security().filled(parts.config());
    }

    private SecuritySettings save(Actor actor, SecuritySettings wanted) {
        if (!actor.isSystem()) {
            throw Problem.forbidden(
                    "Security settings hold for all tenants; only the system administrator changes them");
        }
        SecurityRules.check(wanted);
        return parts.platform().gate().change(actor, Ref.NULL_ID, change -> {
            parts.settings().put(change, Ref.NULL_ID, SecuritySettings.KEY, Json.write(wanted));
            change.audit(
                    AuditAction.UPDATED,
                    new AuditTrail.Subject(Ref.tenant(Ref.NULL_ID), SecuritySettings.KEY, null),
                    Json.object().set("entity", Json.tree(wanted)));
            return wanted;
        });
    }
}
