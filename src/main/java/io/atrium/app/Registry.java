package io.atrium.app;

import io.atrium.asset.AssetFeature;
import io.atrium.asset.AssetKinds;
import io.atrium.audit.AuditFeature;
import io.atrium.dashboard.DashboardFeature;
import io.atrium.dashboard.DashboardKinds;
import io.atrium.device.DeviceFeature;
import io.atrium.device.DeviceKinds;
import io.atrium.entity.Feature;
import io.atrium.entity.Kinds;
import io.atrium.entity.Platform;
import io.atrium.people.PeopleFeature;
import io.atrium.people.PeopleKinds;
import io.atrium.query.QueryFeature;
import io.atrium.sharing.SharingFeature;
import io.atrium.sharing.SharingKinds;
import io.atrium.telemetry.SeriesConfig;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.TelemetryFeature;
import io.atrium.telemetry.store.RocksSeriesStore;
import io.atrium.telemetry.store.StoreLimits;
import io.atrium.tenant.TenantFeature;
import io.atrium.tenant.TenantKinds;
import io.atrium.view.ViewFeature;
import io.atrium.view.ViewKinds;
import java.nio.file.Path;
import java.util.List;

/** The product's table of contents: everything that can be added is one line here. */
public final class Registry {

    private Registry() {}

    /** Every kind of entity. */
    public static Kinds kinds() {
        return new Kinds(List.of(
                TenantKinds.TENANT,
                PeopleKinds.CUSTOMER,
                PeopleKinds.USER,
                SharingKinds.ROLE,
                SharingKinds.ENTITY_GROUP,
                DeviceKinds.DEVICE_PROFILE,
                DeviceKinds.DEVICE,
                AssetKinds.ASSET_PROFILE,
                AssetKinds.ASSET,
                ViewKinds.ENTITY_VIEW,
                DashboardKinds.DASHBOARD));
    }

    /** Every feature, in the order in which their routes stand in the documentation. */
    public static List<Feature> features(Platform platform, TelemetryFeature telemetry) {
        return List.of(
                new PeopleFeature(platform),
                new TenantFeature(platform),
                new SharingFeature(platform),
                new DeviceFeature(platform),
                new AssetFeature(platform),
                new ViewFeature(platform),
                new DashboardFeature(platform),
                telemetry,
                new QueryFeature(platform),
                new AuditFeature(platform));
    }

    /**
     * Opens the series store that the operator chose.
     *
     * @param folder where a store of files keeps them
     */
    public static SeriesStore openSeries(SeriesConfig config, Path folder) {
        return switch (config.store()) {
            case ROCKSDB ->
                RocksSeriesStore.open(
                        folder,
                        new StoreLimits(
                                config.maxQueuedPoints(),
                                config.cache().count(),
                                Math.min(config.writeBuffer().count(), config.cache().count())));
            case POSTGRESQL ->
                throw new IllegalStateException(
                        "ATRIUM_SERIES=postgresql is not available in this version; use rocksdb");
        };
    }
}
