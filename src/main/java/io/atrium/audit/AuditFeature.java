package io.atrium.audit;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;

/** Wires this package. */
public final class AuditFeature implements Feature {

    private final Platform platform;

    public AuditFeature(Platform platform) {
        this.platform = platform;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        platform.clock();
    }
}
