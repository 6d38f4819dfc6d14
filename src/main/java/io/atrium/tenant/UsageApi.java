package io.atrium.tenant;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;

/** The route that counts what there is; everybody's numbers are about what he may read, so they betray nothing. */
final class UsageApi {

    private final Platform platform;
    private final TenantProfiles profiles;

    UsageApi(Platform platform, TenantProfiles profiles) {
        this.platform = platform;
        this.profiles = profiles;
    }

    void routes(Routes routes) {
        routes.area("UsageInfo")
                .get("/api/usage", "getTenantUsageInfo", "How many things the caller may read, and the tenant's limits")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("Counts what the caller may READ; limits are shown to people of the tenant only")
                .answers(UsageInfo.class)
                .handle(call -> usage(call.actor()));
    }

    private UsageInfo usage(Actor actor) {
        Scope scope = platform.scopes().of(actor);
        UsageInfo.Counts counts = scope.read(() -> new UsageInfo.Counts(
                count(scope, "DEVICE"),
                count(scope, "ASSET"),
                count(scope, "CUSTOMER"),
                count(scope, "USER"),
                count(scope, "DASHBOARD")));
        boolean ofTenant = actor.authority() == Authority.TENANT_ADMIN;
        return UsageInfo.of(counts, ofTenant ? profiles.limitsOf(actor.tenantId()) : TenantLimits.NONE);
    }

    private static long count(Scope scope, String kind) {
        return scope.visible(Operation.READ, scope.directory().kinds().require(kind))
                .getLongCardinality();
    }
}
