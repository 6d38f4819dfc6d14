package io.atrium.app;

import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.config.DataConfig;
import io.atrium.config.DataFolder;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import io.atrium.db.DatabaseAddress;
import io.atrium.db.EmbeddedPostgres;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.ApiServer;
import io.atrium.http.Routes;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The parts of one running server, in the order of their start; they stop in reverse. */
public final class App implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(App.class);

    private static volatile @Nullable App current;

    private final Settings settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HttpConfig http;
    private final DataFolder data;
    private final Database database;
    private final Routes routes = new Routes();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock = InstantSource.system();
    private volatile boolean ready;

    private App(Settings settings) {
        this.settings = settings;
        this.http = settings.read(HttpConfig.class);
        this.data = opened(DataFolder.open(settings.read(DataConfig.class).folder()));
        this.database = openDatabase(settings.read(DatabaseConfig.class));
        Platform platform = Platform.over(database, Registry.kinds(), new Ids(clock, new SecureRandom()), clock);
        List<Feature> features = Registry.features(platform);
        Map<String, KindHooks> hooks = new HashMap<>();
        features.forEach(feature -> hooks.putAll(feature.hooks()));
        EntityChanges changes = new EntityChanges(platform.scopes(), platform.gate(), hooks, platform.ids());
        features.forEach(feature -> feature.routes(routes, changes));
    }

    /** Starts everything below the HTTP server. */
    static void prepare(Settings settings) {
        current = new App(settings);
    }

    static App current() {
        return Objects.requireNonNull(current, "The application is not prepared");
    }

    /** Stops whatever a failed start left open. */
    static void abandon() {
        App app = current;
        if (app != null) {
            app.close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Database openDatabase(DatabaseConfig config) {
        String url = config.url();
        DatabaseAddress address =
                url == null ? opened(EmbeddedPostgres.start(data.root())).address() : DatabaseAddress.parse(url);
        return opened(Database.open(address, config.connections()));
    }

    /** Adds the routes to the HTTP server. */
    void mount(Router router) {
        router.get("/api/health/ready").handler(context -> {
            boolean up = ready && database.healthy();
            context.response().setStatusCode(up ? 200 : 503).end();
        });
        new ApiServer(
                        routes.all(),
                        credentials -> {
                            throw Problem.authentication("Authentication failed");
                        },
                        workers,
                        clock,
                        http.maxBody().count())
                .mount(router);
    }

    /** Tells everybody that the server listens. */
    void started(int port) {
        data.writePorts(Map.of("http", port));
        ready = true;
        Console.say("Atrium is ready at " + publicUrl(port));
        LOG.debugf("Settings: %s", settings);
    }

    private String publicUrl(int port) {
        String configured = http.publicUrl();
        return configured == null ? "http://localhost:" + port : configured;
    }

    @Override
    public void close() {
        ready = false;
        workers.shutdown();
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warnf(e, "%s did not stop cleanly", part.getClass().getSimpleName());
            }
        }
    }
}
