package io.atrium.audit;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;

/** The audit log: its routes, and the job that keeps it within its age limit. */
public final class AuditFeature implements Feature {

    private final Platform platform;

    public AuditFeature(Platform platform) {
        this.platform = platform;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new AuditApi(new AuditLogs(platform)).routes(routes);
    }

    /** Starts to delete old entries; closing the result stops it. */
    public AuditRetention startRetention(AuditConfig config) {
        return new AuditRetention(platform.database(), config, platform.clock()).start();
    }
}
