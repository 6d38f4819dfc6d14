package io.atrium.sharing;

import io.atrium.base.Json;
import io.atrium.entity.Effort;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.function.BiFunction;

/** The routes that change the access of many things at once, or make a customer with everything, and undo it. */
final class AccessChangeApi {

    private final Platform platform;
    private final AccessChanges changes;
    private final Onboardings onboardings;
    private final Undoing undoing;

    AccessChangeApi(Platform platform, AccessChanges changes, Onboardings onboardings, Undoing undoing) {
        this.platform = platform;
        this.changes = changes;
        this.onboardings = onboardings;
        this.undoing = undoing;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("Access");
        String change = "CHANGE_OWNER on each thing to move, WRITE on each to share, ADD_TO_GROUP on groups to join or"
                + " CREATE for those to make, and no more than one's own rights to give";
        area.post("/api/access/change", "changeAccess", "Gives several things another owner, shares them, or both")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(change)
                .body(AccessChange.class)
                .answers(AccessOutcome.class)
                .handle(call -> changes.apply(call.actor(), call.body(AccessChange.class)));
        area.post(
                        "/api/access/change/preview",
                        "previewAccessChange",
                        "What such a change would do; nothing is changed")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(change)
                .body(AccessChange.class)
                .answers(AccessPlan.class)
                .handle(call -> {
                    AccessChange request = call.body(AccessChange.class);
                    return read(call, (scope, effort) -> changes.preview(scope, request, effort));
                });
        area.post("/api/access/change/undo", "undoAccessChange", "Goes back on a change, with what its answer gave")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("what each step needs by itself; nothing happens if one is refused")
                .body(AccessUndo.class)
                .handle(call -> {
                    undoing.undo(call.actor(), call.body(AccessUndo.class));
                    return null;
                });
        String onboard = "CREATE for the customer, its groups and its first user, CHANGE_OWNER on each thing, WRITE on"
                + " each share, and no more than one's own rights to give";
        area.post("/api/access/customer", "onboardCustomer", "Makes a customer with things, shares and a first user")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(onboard)
                .body(Onboarding.class)
                .answers(OnboardedCustomer.class)
                .handle(call -> onboardings.apply(call.actor(), call.body(Onboarding.class)));
        area.post("/api/access/customer/preview", "previewOnboarding", "What that would do; nothing is changed")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(onboard)
                .body(Onboarding.class)
                .answers(AccessPlan.class)
                .handle(call -> {
                    Onboarding request = call.body(Onboarding.class);
                    return read(call, (scope, effort) -> onboardings.preview(scope, request, effort));
                });
    }

    private Object read(Call call, BiFunction<Scope, Effort, AccessPlan> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> Json.tree(reader.apply(scope, effort)));
    }
}
