package io.atrium.query;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;

/** Wires this package. */
public final class QueryFeature implements Feature {

    private final Platform platform;
    private final EntityQueries queries;

    public QueryFeature(Platform platform) {
        this.platform = platform;
        this.queries = new EntityQueries(platform);
    }

    /** The resolver, for whoever keeps queries running. */
    public EntityQueries queries() {
        return queries;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new QueryApi(platform, queries).routes(routes);
    }
}
