package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What clients ask for right after a log-in (access-model 4.11). */
final class SystemApi {

    /** Most dashboards that are listed for a user who is held to full screen. */
    static final int MAX_ALLOWED_DASHBOARDS = 100;

    /** Largest file that clients offer to upload, in bytes. */
    private static final long MAX_RESOURCE_BYTES = 50L * 1024 * 1024;

    /** Most points per series that clients ask for in one go. */
    private static final int MAX_POINTS = 50_000;

    /** The contract whose operations and models are served; see docs/compatibility.md. */
    static final String CONTRACT = "4.4.0";

    private static final String EDITION = "PE";

    private final Parts parts;
    private final String version;

    SystemApi(Parts parts, String version) {
        this.parts = parts;
        this.version = version;
    }

    /**
     * What a client needs to know before it draws anything.
     *
     * @param allowedDashboardIds what a user whose default dashboard is forced to full screen may open; empty for others
     */
    record SystemParams(
            boolean userTokenAccessEnabled,
            List<String> allowedDashboardIds,
            boolean edgesSupportEnabled,
            boolean hasRepository,
            boolean tbelEnabled,
            boolean persistDeviceStateToTelemetry,
            JsonNode userSettings,
            int maxDatapointsLimit,
            long maxResourceSize,
            boolean mobileQrEnabled,
            int maxDebugModeDurationMinutes,
            boolean whiteLabelingAllowed,
            boolean customerWhiteLabelingAllowed,
            String ruleChainDebugPerTenantLimitsConfiguration) {}

    /**
     * What clients ask before they log in or draw anything.
     *
     * @param version of the contract that is spoken: clients take it for what they may call
     * @param type the edition of that contract
     * @param name of this product
     * @param atriumVersion of this server
     */
    record SystemVersionInfo(String version, String type, String edition, String name, String atriumVersion) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("System");
        area.get("/api/system/params", "getSystemParams", "What clients need at their start")
                .permission("None; dashboards are those that the caller may READ")
                .answers(SystemParams.class)
                .handle(call -> params(call.actor()));
        area.get("/api/system/info", "getSystemVersionInfo", "Version and edition of the interface that is served")
                .permission("None")
                .answers(SystemVersionInfo.class)
                .handle(call -> new SystemVersionInfo(CONTRACT, EDITION, EDITION, "Atrium", version));
    }

    private SystemParams params(Actor actor) {
        JsonNode settings = parts.settings()
                .find(actor.userId(), "user.GENERAL")
                .<JsonNode>map(text -> Json.read(text, JsonNode.class))
                .orElse(Json.object());
        boolean asUsers =
                actor.authority() != Authority.CUSTOMER_USER && parts.config().impersonation();
        return new SystemParams(
                asUsers,
                actor.isSystem() || actor.publicLink() ? List.of() : allowedDashboards(actor),
                false,
                false,
                false,
                false,
                settings,
                MAX_POINTS,
                MAX_RESOURCE_BYTES,
                false,
                0,
                false,
                false,
                "");
    }

    private List<String> allowedDashboards(Actor actor) {
        Scope scope = parts.platform().scopes().of(actor);
        return scope.read(() -> {
            JsonNode info = scope.directory()
                    .find(actor.userId())
                    .map(entry -> Accounts.document(scope.directory(), entry).path("additionalInfo"))
                    .orElse(Json.object());
            boolean forced = info.path("defaultDashboardFullscreen").asBoolean(false);
            if (!forced || info.path("defaultDashboardId").asText("").isEmpty()) {
                return List.of();
            }
            Kind<?> kind = scope.directory().kinds().require(UserViews.DASHBOARD);
            IntStream dashboards = scope.visible(Operation.READ, kind).stream();
            return dashboards
                    .limit(MAX_ALLOWED_DASHBOARDS)
                    .mapToObj(scope.directory()::entry)
                    .map(Entry::id)
                    .map(UUID::toString)
                    .toList();
        });
    }
}
