package io.atrium.dashboard;

import io.atrium.base.Actor;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Wires this package. */
public final class DashboardFeature implements Feature {

    private final Platform platform;
    private final DashboardConfig config;

    public DashboardFeature(Platform platform) {
        this(platform, DashboardConfig.DEFAULT);
    }

    public DashboardFeature(Platform platform, DashboardConfig config) {
        this.platform = platform;
        this.config = config;
    }

    /** The home dashboard of a user as the contract shows it; null for none. */
    public @Nullable Object home(Actor actor) {
        return new HomeApi(platform).homeInfo(actor);
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(DashboardKinds.DASHBOARD.name(), new DashboardHooks(platform.bodies(), config));
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new DashboardApi(platform, changes).add(routes);
        new HomeApi(platform).add(routes.area("Dashboard"));
    }
}
