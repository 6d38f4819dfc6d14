package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Home dashboards (access-model 4.3): the user's own, else the customer's, else the tenant's; one that the user may not
 * read is passed over. They are kept in {@code additionalInfo} of the user, the customer or the tenant.
 */
final class HomeApi {

    private static final String INFO = "additionalInfo";
    private static final String ID = "homeDashboardId";
    private static final String HIDE = "homeDashboardHideToolbar";
    private static final String LOOK = "WHITE_LABELING";

    private final Platform platform;

    HomeApi(Platform platform) {
        this.platform = platform;
    }

    private record Home(Entry dashboard, boolean hideToolbar) {}

    void add(Routes.Area area) {
        area.get("/api/dashboard/home", "getHomeDashboard", "The dashboard that the caller lands on; empty if none")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the dashboard; others are passed over")
                .query("acceptEncoding", String.class, "Accepted for compatibility")
                .answers(HomeDashboard.class)
                .handle(call -> home(call.actor()));
        area.get("/api/dashboard/home/info", "getHomeDashboardInfo", "Which dashboard the caller lands on")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the dashboard; others are passed over")
                .answers(HomeDashboardInfo.class)
                .handle(call -> homeInfo(call.actor()));
        level(area, "tenant", "Tenant", Routes.TENANT);
        level(area, "customer", "Customer", Routes.CUSTOMER);
    }

    private void level(Routes.Area area, String path, String noun, java.util.Set<io.atrium.base.Authority> callers) {
        area.get(
                        "/api/" + path + "/dashboard/home/info",
                        "get" + noun + "HomeDashboardInfo",
                        "The home dashboard of the caller's " + path)
                .callers(callers)
                .permission("READ on WHITE_LABELING")
                .answers(HomeDashboardInfo.class)
                .handle(call -> ownerInfo(call.actor()));
        area.post(
                        "/api/" + path + "/dashboard/home/info",
                        "set" + noun + "HomeDashboardInfo",
                        "Sets or removes the home dashboard of the caller's " + path)
                .callers(callers)
                .permission("WRITE on WHITE_LABELING and READ on the dashboard")
                .body(HomeDashboardInfo.class)
                .handle(call -> {
                    set(call.actor(), call.body(HomeDashboardInfo.class));
                    return null;
                });
    }

    private @Nullable Object home(Actor actor) {
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> find(scope, places(scope)).map(home -> {
                    ObjectNode document = platform.entities().document(scope, home.dashboard(), Form.PLAIN);
                    return document.put("hideDashboardToolbar", home.hideToolbar());
                }))
                .orElse(null);
    }

    @Nullable
    Object homeInfo(Actor actor) {
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> find(scope, places(scope)).map(home -> info(scope, home)))
                .orElse(null);
    }

    private HomeDashboardInfo ownerInfo(Actor actor) {
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> {
            scope.requireGenerally(Operation.READ, LOOK);
            return find(scope, List.of(scope.owner()))
                    .map(home -> info(scope, home))
                    .orElse(new HomeDashboardInfo(null, true));
        });
    }

    private void set(Actor actor, HomeDashboardInfo sent) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            scope.requireGenerally(Operation.WRITE, LOOK);
            Ref chosen = sent.dashboardId();
            String id = null;
            if (chosen != null && !Ref.isNone(chosen)) {
                id = scope.require(Operation.READ, DashboardKinds.DASHBOARD, chosen.id())
                        .id()
                        .toString();
            }
            String dashboard = id;
            boolean hide = !Boolean.FALSE.equals(sent.hideDashboardToolbar());
            Entry owner = scope.owner();
            Entry after = BodyEdit.apply(change, owner, platform.bodies().of(owner), body -> {
                ObjectNode info = body.get(INFO) instanceof ObjectNode given ? given : Json.object();
                info.put(ID, dashboard).put(HIDE, hide);
                body.set(INFO, info);
            });
            change.audit(
                    AuditAction.UPDATED, after, Json.object().put(ID, dashboard).put(HIDE, hide));
            return after;
        });
    }

    private static HomeDashboardInfo info(Scope scope, Home home) {
        return new HomeDashboardInfo(scope.directory().ref(home.dashboard()), home.hideToolbar());
    }

    /** Where a home dashboard may be set for the caller, nearest first. */
    private static List<Entry> places(Scope scope) {
        List<Entry> places = new ArrayList<>();
        scope.directory().find(new Ref("USER", scope.actor().userId())).ifPresent(places::add);
        if (scope.owner().ordinal() != scope.directory().tenant().ordinal()) {
            places.add(scope.owner());
        }
        places.add(scope.directory().tenant());
        return places;
    }

    private Optional<Home> find(Scope scope, List<Entry> places) {
        for (Entry place : places) {
            JsonNode info = BodyEdit.read(platform.bodies().of(place)).path(INFO);
            Optional<Home> home = id(info.path(ID))
                    .flatMap(id -> scope.readable(new Ref(DashboardKinds.DASHBOARD.name(), id)))
                    .map(dashboard -> new Home(dashboard, info.path(HIDE).asBoolean(true)));
            if (home.isPresent()) {
                return home;
            }
        }
        return Optional.empty();
    }

    /** What callers wrote into their additional info need not be an id. */
    private static Optional<UUID> id(JsonNode value) {
        try {
            return value.isTextual() ? Optional.of(UUID.fromString(value.textValue())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
