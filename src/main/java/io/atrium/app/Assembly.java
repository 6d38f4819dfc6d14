package io.atrium.app;

import io.atrium.asset.AssetFeature;
import io.atrium.audit.AuditConfig;
import io.atrium.audit.AuditFeature;
import io.atrium.backup.Backup;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Value;
import io.atrium.command.CommandConfig;
import io.atrium.command.CommandFeature;
import io.atrium.config.Settings;
import io.atrium.dashboard.DashboardConfig;
import io.atrium.dashboard.DashboardFeature;
import io.atrium.db.Database;
import io.atrium.device.DeviceConfig;
import io.atrium.device.DeviceEndpoints;
import io.atrium.device.DeviceFeature;
import io.atrium.device.Devices;
import io.atrium.entity.AccessReviews;
import io.atrium.entity.BulkImports;
import io.atrium.entity.Directory;
import io.atrium.entity.DirectoryConfig;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Feature;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.entity.ReadConfig;
import io.atrium.entity.RelationApi;
import io.atrium.http.Routes;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.Ingest;
import io.atrium.ingest.IngestConfig;
import io.atrium.live.Live;
import io.atrium.live.LiveConfig;
import io.atrium.live.LiveLimits;
import io.atrium.people.ApiKeysChanged;
import io.atrium.people.MailConfig;
import io.atrium.people.PeopleConfig;
import io.atrium.people.PeopleFeature;
import io.atrium.people.SessionsEnded;
import io.atrium.people.UserActivationLink;
import io.atrium.query.QueryFeature;
import io.atrium.removal.RemovalFeature;
import io.atrium.sharing.Invitations;
import io.atrium.sharing.SharingFeature;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.SeriesConfig;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.TelemetryConfig;
import io.atrium.telemetry.TelemetryFeature;
import io.atrium.tenant.TenantFeature;
import io.atrium.tenant.TenantLimits;
import io.atrium.view.ViewFeature;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** All features wired over an open database and a folder; what a server and a test of the whole have in common. */
final class Assembly implements AutoCloseable {

    final Platform platform;
    final SeriesStore series;
    final PeopleFeature people;
    final TenantFeature tenants;
    final TelemetryFeature telemetry;
    final AuditFeature audit;
    final CommandFeature commands;
    final RemovalFeature removals;
    final DeviceGateway.Parts ingestParts;
    final Ingest ingest;
    final AccessReviews reviews;
    final Live live;
    final EntityChanges changes;
    final Routes routes = new Routes();

    /**
     * What the features need to know of the outside.
     *
     * @param folder where the series and the signing key are kept
     * @param publicUrl asked for every link, because the port may be chosen while the server starts
     */
    record Surroundings(
            Settings settings,
            Database database,
            Path folder,
            InstantSource clock,
            Supplier<URI> publicUrl,
            Supplier<DeviceEndpoints> endpoints,
            PeopleConfig people,
            MailConfig mail) {}

    Assembly(Surroundings around) {
        Settings settings = around.settings();
        platform = platform(around);
        series = Registry.openSeries(
                settings.read(SeriesConfig.class), around.folder().resolve("series"), around.database());
        DashboardFeature dashboards = new DashboardFeature(platform, settings.read(DashboardConfig.class));
        people = people(platform, around, dashboards);
        tenants = tenants(platform, around, people);
        telemetry = new TelemetryFeature(
                platform, series, settings.read(TelemetryConfig.class), tenants.profiles()::storageDaysOf);
        audit = new AuditFeature(platform);
        Devices devices = new Devices(platform);
        reviews = new AccessReviews(platform);
        platform.bus().on(SessionsEnded.class, event -> reviews.requestOf(event.tenantId()));
        platform.bus().on(ApiKeysChanged.class, event -> reviews.request(event.tenantId()));
        commands = new CommandFeature(platform, settings.read(CommandConfig.class), reviews, people::present);
        removals = new RemovalFeature(platform, people::present);
        BulkImports imports = new BulkImports(platform, this::store);
        DeviceFeature deviceFeature =
                new DeviceFeature(platform, imports, around.endpoints(), settings.read(DeviceConfig.class));
        ingestParts = new DeviceGateway.Parts(
                platform,
                telemetry.telemetry(),
                devices,
                commands.commands(),
                deviceFeature.claims(),
                tenants.profiles()::configurationOf);
        ingest = new Ingest(ingestParts, settings.read(IngestConfig.class));
        QueryFeature queries = new QueryFeature(platform);
        live = new Live(
                platform,
                new Live.Reads(
                        people.authenticator(),
                        queries.queries(),
                        telemetry.reads(),
                        tenant -> LiveLimits.of(tenants.profiles().configurationOf(tenant))),
                reviews,
                settings.read(LiveConfig.class));
        List<Feature> features = List.of(
                people,
                tenants,
                new SharingFeature(platform, people.administrators(), this::invite),
                deviceFeature,
                commands,
                new AssetFeature(platform, imports),
                new ViewFeature(platform),
                dashboards,
                telemetry,
                new RelationApi(platform),
                removals,
                queries,
                audit);
        changes = new EntityChanges(platform.scopes(), platform.gate(), hooks(features), platform.ids());
        features.forEach(feature -> feature.routes(routes, changes));
    }

    private static Map<String, KindHooks> hooks(List<Feature> features) {
        Map<String, KindHooks> hooks = new HashMap<>();
        features.forEach(feature -> hooks.putAll(feature.hooks()));
        return hooks;
    }

    private static Platform platform(Surroundings around) {
        return Platform.over(
                around.database(),
                Registry.kinds(),
                new Ids(around.clock(), new SecureRandom()),
                around.clock(),
                TenantLimits.of(around.database()),
                TenantLimits.keysOf(around.database()),
                new HeavyReads(around.settings().read(ReadConfig.class)),
                around.settings().read(DirectoryConfig.class));
    }

    private Invitations.Invitation invite(Actor asker, UUID user) {
        UserActivationLink link = people.activationLink(asker, user);
        return new Invitations.Invitation(link.value(), link.ttlMs());
    }

    private static PeopleFeature people(Platform platform, Surroundings around, DashboardFeature dashboards) {
        return new PeopleFeature(
                platform,
                around.people(),
                around.mail(),
                around.folder().resolve("token.key"),
                around.publicUrl(),
                new PeopleFeature.Surface(
                        App.VERSION, around.settings().read(WebConfig.class).mapTiles(), dashboards::home));
    }

    private static TenantFeature tenants(Platform platform, Surroundings around, PeopleFeature people) {
        return new TenantFeature(
                platform,
                new TenantFeature.About(App.VERSION, around.folder(), around.publicUrl(), people::mailSettings));
    }

    /** Stores the time series of an imported line at this moment. */
    private CompletableFuture<Void> store(Directory directory, Entry entry, Map<String, Value> values) {
        long now = platform.clock().millis();
        List<Reading> readings = values.entrySet().stream()
                .map(value -> new Reading(now, value.getKey(), value.getValue()))
                .toList();
        return telemetry.telemetry().write(directory, entry, readings).thenAccept(stored -> stored.leftOut()
                .refusal()
                .ifPresent(refusal -> {
                    throw refusal;
                }));
    }

    /** Starts what runs by the clock. */
    AutoCloseable startJobs(Settings settings) {
        commands.start();
        removals.start();
        ingest.start();
        telemetry.start();
        return audit.startRetention(settings.read(AuditConfig.class));
    }

    /** What a backup holds besides the tables. */
    Backup.Source backedUp(Settings settings, Path root) {
        String store = settings.read(SeriesConfig.class).store().name().toLowerCase(Locale.ROOT);
        return new Backup.Source(
                App.VERSION,
                root,
                List.of("token.key", "demo.json"),
                store,
                series::snapshot,
                telemetry.telemetry()::whileNothingIsErased);
    }

    /** Ends what waits for news, and tells each client why. */
    void sayGoodbye() {
        live.close();
        ingest.gateway().links().stop();
    }

    @Override
    public void close() {
        live.close();
        reviews.close();
        ingest.close();
        removals.close();
        commands.close();
        telemetry.close();
        series.close();
    }
}
