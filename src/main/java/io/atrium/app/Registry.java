package io.atrium.app;

import io.atrium.asset.AssetKinds;
import io.atrium.audit.AuditConfig;
import io.atrium.base.Problem;
import io.atrium.command.CommandConfig;
import io.atrium.config.DataConfig;
import io.atrium.config.LaunchConfig;
import io.atrium.dashboard.DashboardConfig;
import io.atrium.dashboard.DashboardKinds;
import io.atrium.db.Database;
import io.atrium.device.DeviceConfig;
import io.atrium.device.DeviceKinds;
import io.atrium.entity.DirectoryConfig;
import io.atrium.entity.Kinds;
import io.atrium.entity.ReadConfig;
import io.atrium.http.EdgeConfig;
import io.atrium.ingest.IngestConfig;
import io.atrium.live.LiveConfig;
import io.atrium.people.MailConfig;
import io.atrium.people.PeopleConfig;
import io.atrium.people.PeopleKinds;
import io.atrium.sharing.SharingKinds;
import io.atrium.telemetry.SeriesConfig;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.TelemetryConfig;
import io.atrium.telemetry.store.PostgresSeriesStore;
import io.atrium.telemetry.store.RocksSeriesStore;
import io.atrium.telemetry.store.StoreLimits;
import io.atrium.tenant.TenantKinds;
import io.atrium.transport.coap.CoapSettings;
import io.atrium.transport.http.DeviceHttpConfig;
import io.atrium.transport.mqtt.MqttConfig;
import io.atrium.transport.mqtt.MqttTlsConfig;
import io.atrium.view.ViewKinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The product's table of contents: everything that can be added is one line here. */
public final class Registry {

    private Registry() {}

    /** Every record of settings. */
    public static List<Class<? extends Record>> configRecords() {
        return List.of(
                HttpConfig.class,
                EdgeConfig.class,
                MetricsConfig.class,
                WebConfig.class,
                DataConfig.class,
                LaunchConfig.class,
                DatabaseConfig.class,
                BootstrapConfig.class,
                PeopleConfig.class,
                MailConfig.class,
                SeriesConfig.class,
                TelemetryConfig.class,
                ReadConfig.class,
                DirectoryConfig.class,
                DeviceConfig.class,
                CommandConfig.class,
                IngestConfig.class,
                DeviceHttpConfig.class,
                LiveConfig.class,
                MqttConfig.class,
                MqttTlsConfig.class,
                CoapSettings.class,
                DashboardConfig.class,
                AuditConfig.class);
    }

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

    /**
     * Opens the series store that the operator chose.
     *
     * @param folder where a store of files keeps them
     * @param database where the other one does
     */
    public static SeriesStore openSeries(SeriesConfig config, Path folder, Database database) {
        requireNoSeriesElsewhere(config.store(), folder, database);
        return switch (config.store()) {
            case ROCKSDB ->
                RocksSeriesStore.open(
                        folder,
                        new StoreLimits(
                                config.maxQueuedPoints(),
                                config.cache().count(),
                                Math.min(
                                        config.writeBuffer().count(),
                                        config.cache().count())));
            case POSTGRESQL -> new PostgresSeriesStore(database, config.maxQueuedPoints());
        };
    }

    /** Points that the other store holds would seem to be lost. */
    private static void requireNoSeriesElsewhere(SeriesConfig.Store chosen, Path folder, Database database) {
        boolean inFolder = RocksSeriesStore.isIn(folder);
        boolean inDatabase = PostgresSeriesStore.isIn(database);
        if (chosen == SeriesConfig.Store.ROCKSDB ? inDatabase && !inFolder : inFolder) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "ATRIUM_SERIES is " + chosen.name().toLowerCase(Locale.ROOT)
                            + ", but this server's points are in the other store; set it to "
                            + (inFolder ? "rocksdb, or remove " + folder + " if nobody wants them" : "postgresql"));
        }
    }
}
