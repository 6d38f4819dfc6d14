package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The dashboards that a user opened last or marked with a star; those it may no longer read are left out. */
final class UserDashboardsApi {

    /** How many of the dashboards opened last are remembered. */
    static final int MAX_VISITED = 10;

    /** Most dashboards that one user marks. */
    static final int MAX_STARRED = 100;

    private static final String KEY = "dashboards";

    private final Parts parts;

    UserDashboardsApi(Parts parts) {
        this.parts = parts;
    }

    record LastVisitedDashboardInfo(UUID id, String title, boolean starred, long lastVisited) {}

    record StarredDashboardInfo(UUID id, String title, long starredAt) {}

    record UserDashboardsInfo(List<LastVisitedDashboardInfo> last, List<StarredDashboardInfo> starred) {}

    /** When a user opened and marked dashboards, by id, in milliseconds. */
    record Marks(
            @Nullable Map<UUID, Long> visited, @Nullable Map<UUID, Long> starred) {
        Map<UUID, Long> lastVisited() {
            return visited == null ? Map.of() : visited;
        }

        Map<UUID, Long> marked() {
            return starred == null ? Map.of() : starred;
        }
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("User");
        area.get("/api/user/lastVisitedDashboards", "getLastVisitedDashboards", "What the caller opened last or marked")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each dashboard; others are left out")
                .answers(UserDashboardsInfo.class)
                .handle(call -> info(call.actor(), marks(call.actor())));
        area.get(
                        "/api/user/dashboards/{dashboardId}/{action}",
                        "reportUserDashboardAction",
                        "Notes that the caller visits, stars or unstars a dashboard")
                .changes()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the dashboard")
                .answers(UserDashboardsInfo.class)
                .handle(this::report);
    }

    private Marks marks(Actor actor) {
        return parse(parts.settings().find(actor.userId(), KEY).orElse("{}"));
    }

    private static Marks parse(String text) {
        return Json.read(text, Marks.class);
    }

    private Object report(Call call) {
        Actor actor = call.actor();
        if (actor.publicLink()) {
            throw Problem.forbidden("The visitor of a public link has no dashboards of its own");
        }
        UUID id = call.id("dashboardId");
        Scope scope = parts.platform().scopes().of(actor);
        scope.read(() -> scope.require(Operation.READ, new Ref(UserViews.DASHBOARD, id)));
        Marks after = parts.platform().gate().change(actor, actor.tenantId(), change -> {
            Marks before =
                    parse(parts.settings().find(change, actor.userId(), KEY).orElse("{}"));
            Map<UUID, Long> visited = new LinkedHashMap<>(before.lastVisited());
            Map<UUID, Long> starred = new LinkedHashMap<>(before.marked());
            switch (call.path("action")) {
                case "visit" -> visited.put(id, change.now());
                case "star" -> starred.putIfAbsent(id, change.now());
                case "unstar" -> starred.remove(id);
                default -> throw Problem.badRequest("Parameter 'action' must be visit, star or unstar");
            }
            if (starred.size() > MAX_STARRED) {
                throw Problem.badRequest("At most " + MAX_STARRED + " dashboards can be starred");
            }
            Marks marks = new Marks(newest(visited), starred);
            parts.settings().put(change, actor.userId(), KEY, Json.write(marks));
            return marks;
        });
        return info(actor, after);
    }

    private static Map<UUID, Long> newest(Map<UUID, Long> times) {
        Map<UUID, Long> newest = new LinkedHashMap<>();
        times.entrySet().stream()
                .sorted(Map.Entry.<UUID, Long>comparingByValue().reversed())
                .limit(MAX_VISITED)
                .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
        return newest;
    }

    private UserDashboardsInfo info(Actor actor, Marks marks) {
        Scope scope = parts.platform().scopes().of(actor);
        return scope.read(() -> {
            List<LastVisitedDashboardInfo> last = marks.lastVisited().entrySet().stream()
                    .flatMap(mark -> dashboard(scope, mark.getKey()).stream()
                            .map(entry -> new LastVisitedDashboardInfo(
                                    entry.id(), entry.name(), marks.marked().containsKey(entry.id()), mark.getValue())))
                    .sorted(Comparator.comparingLong(LastVisitedDashboardInfo::lastVisited)
                            .reversed())
                    .toList();
            List<StarredDashboardInfo> starred = marks.marked().entrySet().stream()
                    .flatMap(mark -> dashboard(scope, mark.getKey()).stream()
                            .map(entry -> new StarredDashboardInfo(entry.id(), entry.name(), mark.getValue())))
                    .sorted(Comparator.comparingLong(StarredDashboardInfo::starredAt))
                    .toList();
            return new UserDashboardsInfo(last, starred);
        });
    }

    private static Optional<Entry> dashboard(Scope scope, UUID id) {
        return scope.readable(new Ref(UserViews.DASHBOARD, id));
    }
}
